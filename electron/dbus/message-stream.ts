// Cuts what comes over a bus into messages. One that cannot be read, or is too long, is passed over by its length: no
// peer of the bus can make the next one unreadable, and none can have much of it kept in memory.
import {
  frameBytes,
  readBody,
  readFrame,
  readHeader,
  type Frame,
  type Header,
  type Message,
} from './message.ts';

/**
 * The specification allows 128 MiB. What a desktop says to a console are numbers, names and short lists; a thousand
 * times that is not for us.
 */
export const longestRead = 64 * 1024;

export type MessageStream = {
  /** False: what came begins no message, so nobody can say where the next one does, and the connection is worth nothing. */
  feed(bytes: Buffer): boolean;
};

export type Receiver = {
  /** Asked before a body is read: most of a flood is not even looked at. */
  wants(header: Header): boolean;
  take(message: Message): void;
  /** `header`: as far as it could be read. */
  passedOver(header: Header | null, why: string): void;
};

export function createMessageStream(receiver: Receiver): MessageStream {
  let rest: Buffer = Buffer.alloc(0);
  /** Of a message that is not read, so many bytes are still to come. */
  let ignore = 0;

  function read(bytes: Buffer, frame: Frame): void {
    let header: Header | null = null;
    try {
      header = readHeader(bytes, frame);
      if (!receiver.wants(header)) return;
      const { frame: _frame, ...fields } = header;
      const message = { ...fields, body: readBody(header, bytes) };
      receiver.take(message);
    } catch (error) {
      receiver.passedOver(header, error instanceof Error ? error.message : String(error));
    }
  }

  /** Whoever waits for an answer is told that it is too long: its header fits even where its body does not. */
  function passOver(frame: Frame): void {
    const why = `it is ${frame.length} bytes long`;
    let header: Header | null = null;
    try {
      header = frame.bodyAt > longestRead ? null : readHeader(rest, frame);
    } catch {
      // Then nobody can be told.
    }
    receiver.passedOver(header, why);
    ignore = frame.length;
  }

  return {
    feed(bytes) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      for (;;) {
        const gone = Math.min(ignore, rest.length);
        ignore -= gone;
        rest = rest.subarray(gone);
        if (ignore > 0 || rest.length < frameBytes) return true;
        const frame = readFrame(rest);
        if (frame === null) return false;
        if (frame.length > longestRead) {
          if (frame.bodyAt <= longestRead && rest.length < frame.bodyAt) return true;
          passOver(frame);
          continue;
        }
        if (rest.length < frame.length) return true;
        const whole = rest.subarray(0, frame.length);
        rest = rest.subarray(frame.length);
        read(whole, frame);
      }
    },
  };
}
