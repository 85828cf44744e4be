// Asks the sound server of a Linux desktop, PulseAudio or PipeWire, whether what this program plays can be heard, by `pactl`,
// which speaks to both. Where that is not installed nothing is known, and nothing is claimed.
import { z } from 'zod';
import type { SoundFault } from '../../contract/health.ts';

const volumes = z.record(z.string(), z.object({ value: z.number() }));
const streamsIn = z.array(
  z.object({
    sink: z.number(),
    mute: z.boolean(),
    corked: z.boolean().optional(),
    volume: volumes,
    properties: z.record(z.string(), z.string()),
  }),
);
const sinksIn = z.array(
  z.object({ index: z.number(), name: z.string(), mute: z.boolean(), volume: volumes }),
);
type Stream = z.infer<typeof streamsIn>[number];
type Sink = z.infer<typeof sinksIn>[number];

/** What stands in for a loudspeaker where there is none. */
const noSink = 'auto_null';

const isSilent = ({ mute, volume }: Pick<Sink, 'mute' | 'volume'>): boolean =>
  mute || Object.values(volume).every(({ value }) => value === 0);

/** Only of what this program plays now: what others play, or what is paused, says nothing. */
export function heardOn(streams: readonly Stream[], sinks: readonly Sink[], pids: ReadonlySet<string>) {
  const ours = streams.filter(
    ({ corked, properties }) => corked !== true && pids.has(properties['application.process.id'] ?? ''),
  );
  const sinkOf = ({ sink }: Stream): Sink | undefined => sinks.find(({ index }) => index === sink);
  if (ours.length === 0) return null;
  if (ours.every((stream) => sinkOf(stream)?.name === noSink)) return 'no-device';
  const isMuted = (stream: Stream): boolean => {
    const sink = sinkOf(stream);
    return isSilent(stream) || (sink !== undefined && isSilent(sink));
  };
  return ours.every(isMuted) ? 'muted' : null;
}

export type SoundServerOptions = {
  /** Runs `pactl` with these words; rejects where there is none, or it fails. */
  pactl: (words: readonly string[]) => Promise<string>;
  /** The processes of this program. */
  pids: () => readonly number[];
};

export function askSoundServer({ pactl, pids }: SoundServerOptions): () => Promise<SoundFault | null> {
  let isThere = true;
  const list = async (what: string): Promise<unknown> =>
    JSON.parse(await pactl(['--format=json', 'list', what])) as unknown;
  return async () => {
    if (!isThere) return null;
    try {
      const streams = streamsIn.safeParse(await list('sink-inputs'));
      const sinks = sinksIn.safeParse(await list('sinks'));
      if (!streams.success || !sinks.success) return null;
      return heardOn(streams.data, sinks.data, new Set(pids().map(String)));
    } catch (error) {
      isThere = !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
      return null;
    }
  };
}
