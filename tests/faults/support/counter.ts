// A console, a network that can be bad, and a backend behind it.
import { startBackend, type RunningBackend } from '../../support/backend.ts';
import { startHeadless, type Headless, type HeadlessOptions } from '../../support/headless/start.ts';
import { startNetwork, type Network } from '../../support/proxy.ts';
import { buildBackend } from '../../backend/support/process.ts';

/** Is given what has to be stopped, the last one first: Vitest's onTestFinished. */
export type WhenOver = (stop: () => Promise<void>) => void;
export type Counter = { network: Network; backend: RunningBackend; counter: Headless };

let built: Promise<void> | undefined;

export async function startCounter(
  whenOver: WhenOver,
  options: { backend?: Record<string, string>; console?: Omit<HeadlessOptions, 'url'> } = {},
): Promise<Counter> {
  await (built ??= buildBackend());
  const network = await startNetwork();
  whenOver(() => network.stop());
  const backend = await startBackend({
    // Pusher is reached through the proxy as well.
    PUBLIC_URL: network.url,
    COUNTERBELL_RATE_PER_SECOND: '10000',
    ...options.backend,
  });
  whenOver(() => backend.stop());
  network.to(backend.port);
  const counter = await startHeadless({ url: network.url, ...options.console });
  whenOver(() => counter.stop());
  return { network, backend, counter };
}
