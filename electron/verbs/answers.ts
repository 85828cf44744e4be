// What a running console answers to the verbs of another start.
import type { Counterbell, Setup } from '../../core/counterbell.ts';
import type { SelfTest } from '../../core/diagnosis/self-test.ts';
import type { Windows } from '../../core/ports/desktop.ts';
import type { Answers } from './control-server.ts';
import { networkNeeds } from './network-needs.ts';
import { statusOf } from './status-words.ts';

export type AnsweringParts = {
  counterbell: Pick<Counterbell, 'view' | 'reaches'>;
  windows: Pick<Windows, 'show' | 'state'>;
  policy: Setup['policy'];
  version: string;
  quit: () => void;
  selfTest: (aloud: boolean) => Promise<SelfTest>;
  diagnostics: () => Promise<Buffer>;
};

export function answersOf({
  counterbell,
  windows,
  policy,
  version,
  quit,
  selfTest,
  diagnostics,
}: AnsweringParts): Answers {
  return {
    ping: () => null,
    status: () => statusOf(counterbell.view(), { version, window: windows.state() }),
    show: () => {
      windows.show('focus');
      return null;
    },
    quit: () => {
      // Once the answer is on its way.
      setImmediate(quit);
      return null;
    },
    'self-test': () => selfTest(false),
    'self-test-aloud': () => selfTest(true),
    diagnostics: async () => (await diagnostics()).toString('base64'),
    network: () => networkNeeds(policy.kind === 'valid' ? policy.policy : null, counterbell.reaches()),
  };
}
