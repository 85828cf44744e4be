// What a running console answers to the verbs of another start.
import type { Counterbell, Setup } from '../../core/counterbell.ts';
import type { Challenge } from './administrator.ts';
import type { SelfTest } from '../../core/diagnosis/self-test.ts';
import type { Windows } from '../../core/ports/desktop.ts';
import type { Answers } from './control-server.ts';
import { networkNeeds } from './network-needs.ts';
import { statusOf } from './status-words.ts';

export type AnsweringParts = {
  counterbell: Pick<Counterbell, 'view' | 'reaches' | 'handle' | 'isExitCode'>;
  /** By which an administrator can be told from whoever else uses this computer. */
  challenge: Challenge;
  windows: Pick<Windows, 'show' | 'state'>;
  policy: Setup['policy'];
  version: string;
  selfTest: (aloud: boolean) => Promise<SelfTest>;
  diagnostics: () => Promise<Buffer>;
};

export function answersOf({
  counterbell,
  windows,
  policy,
  version,
  challenge,
  selfTest,
  diagnostics,
}: AnsweringParts): Answers {
  async function quit(by: 'verb' | 'administrator'): Promise<null> {
    must(await counterbell.handle({ kind: 'quit', by }));
    return null;
  }
  /** One that somebody chose at the screen leads out of the kiosk, and not past what IT has forbidden. */
  function byCode(): 'verb' | 'administrator' {
    const isOfIT = policy.kind === 'valid' && policy.policy.kiosk !== undefined;
    return isOfIT || counterbell.view().settings.quitting !== 'forbidden' ? 'administrator' : 'verb';
  }
  return {
    ping: () => null,
    status: () => statusOf(counterbell.view(), { version, window: windows.state() }),
    show: () => {
      windows.show('focus');
      return null;
    },
    quit: async (code) => {
      if (code !== null) must(await counterbell.isExitCode(code));
      return quit(code === null ? 'verb' : byCode());
    },
    // For those who could end it anyway.
    'administrator-word': () => challenge.word(),
    'quit-as-administrator': async () => {
      if (!(await challenge.isMet())) throw new Error('This is no administrator of this computer.');
      return quit('administrator');
    },
    'self-test': () => selfTest(false),
    'self-test-aloud': () => selfTest(true),
    diagnostics: async () => (await diagnostics()).toString('base64'),
    network: () => networkNeeds(policy.kind === 'valid' ? policy.policy : null, counterbell.reaches()),
  };
}

/** Why not, to whoever asked. */
function must(answer: Awaited<ReturnType<Counterbell['handle']>>): void {
  if (answer.ok) return;
  const { message, retryAfterSeconds } = answer.error;
  throw new Error(
    retryAfterSeconds === undefined ? message : `${message} Try again in ${retryAfterSeconds} s.`,
  );
}
