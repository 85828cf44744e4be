// Makes the diagnostics of the console that runs: its self-test, its settings, its logs.
import { app } from 'electron';
import type { Counterbell, Setup } from '../../core/counterbell.ts';
import type { SelfTest } from '../../core/diagnosis/self-test.ts';
import { about } from '../identity.ts';
import { diagnosticsOf } from './gather.ts';
import { oneAtATime } from './one-at-a-time.ts';

export type DiagnosedConsole = {
  counterbell: Pick<Counterbell, 'view' | 'reaches' | 'secrets'>;
  policy: Setup['policy'];
  /** Where the event log lies. */
  logs: string;
  selfTest: (aloud: boolean) => Promise<SelfTest>;
};

export function diagnosticsOfConsole({
  counterbell,
  policy,
  logs,
  selfTest,
}: DiagnosedConsole): () => Promise<Buffer> {
  const make = oneAtATime(async () => {
    const tested = await selfTest(false);
    const view = counterbell.view();
    return diagnosticsOf(
      {
        logs,
        policy,
        view,
        version: about(app),
        selfTest: tested,
        settings: view.settings,
        locked: view.locked,
        reaches: counterbell.reaches(),
        secrets: counterbell.secrets(),
      },
      new Date(),
    );
  });
  return () => make(null);
}
