// Runs `npm run backend -- admin …`: administration from the command line, straight on the database.
import { defaultChannels, type ChannelTemplates } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import { notedFingerprint } from '../http/tls.ts';
import { createIdentity } from '../identity/index.ts';
import type { NotifyAll } from '../announcements/announcements.ts';
import { createNotifications } from '../notifications/index.ts';
import { createEventLog, type EventLog } from '../streams/event-log.ts';
import { readArguments, usage } from './arguments.ts';
import { commands } from './commands.ts';

export type AdminRun = {
  /** What follows the word admin. */
  args: string[];
  openStore: () => Promise<Store>;
  out: (line: string) => void;
  err: (line: string) => void;
  readSecret: () => Promise<string>;
  now: () => number;
  /** As the backend calls them: the usual names, when nothing else is said. */
  channels?: ChannelTemplates;
  /** Whether people are notified of anything by the backend. */
  notifies?: boolean;
};

/** Written down here; a running backend finds them. */
const toEverybody = (store: Store, log: EventLog, now: () => number): NotifyAll =>
  createNotifications({ store, log, now, failed: () => undefined }).notifyAll;

/** Answers the process's exit code: 0 done, 1 refused, 2 not understood. */
export async function runAdmin(run: AdminRun): Promise<number> {
  const read = readArguments(run.args);
  if (!read.ok) {
    if (read.why === '') run.out(usage);
    else run.err(`${read.why}\n\n${usage}`);
    return read.why === '' ? 0 : 2;
  }
  const { thing, doing, options } = read.asked;
  const command = commands[thing][doing];
  if (command === undefined) {
    run.err(`A ${thing} takes ${Object.keys(commands[thing]).join(', ')}.\n\n${usage}`);
    return 2;
  }
  const store = await run.openStore();
  try {
    const log = createEventLog(store);
    const identity = await createIdentity({ store, log, now: run.now });
    const answer = await command(
      {
        store,
        log,
        notifyAll: run.notifies !== false ? toEverybody(store, log, run.now) : null,
        identity,
        now: run.now,
        channels: run.channels ?? defaultChannels,
        fingerprint: await notedFingerprint(store),
        readSecret: run.readSecret,
      },
      read.asked,
    );
    if (!answer.ok) {
      if (options.json === true) run.out(JSON.stringify({ error: { ...answer, ok: undefined } }));
      else run.err(answer.detail);
      return 1;
    }
    if (options.json === true) run.out(JSON.stringify(answer.value.data));
    else for (const line of answer.value.lines) run.out(line);
    return 0;
  } finally {
    await store.close();
  }
}
