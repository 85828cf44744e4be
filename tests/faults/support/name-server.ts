// A name server for one name: it answers, says that nobody is called so, fails, or keeps silent.
import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';

export type NameMood = 'answers' | 'nobody' | 'fails' | 'silent';
export type NameServer = {
  mood(next: NameMood): void;
  /** Where the name leads to from now on. */
  leadsTo(addresses: readonly string[]): void;
  asked(): number;
  stop(): Promise<void>;
};

const types = { v4: 1, v6: 28 };
const codes = { answers: 0, fails: 2, nobody: 3 };

/** RFC 1035, 4.1: header, question; the answers point back to the question's name. */
function answerTo(question: Buffer, mood: Exclude<NameMood, 'silent'>, addresses: readonly string[]): Buffer {
  let end = 12;
  while (question[end] !== 0) end += (question[end] ?? 0) + 1;
  const asked = question.subarray(12, end + 5);
  const type = question.readUInt16BE(end + 1);
  const suits = (address: string) => (isIPv6(address) ? types.v6 : types.v4) === type;
  const found = mood === 'answers' ? addresses.filter(suits) : [];
  const header = Buffer.alloc(12);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | codes[mood], 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, asked, ...found.map((address) => recordOf(address, type))]);
}

function recordOf(address: string, type: number): Buffer {
  const bytes = type === types.v4 ? Buffer.from(address.split('.').map(Number)) : bytesOfV6(address);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(type, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(1, 6); // good for a second
  record.writeUInt16BE(bytes.length, 10);
  return Buffer.concat([record, bytes]);
}

function bytesOfV6(address: string): Buffer {
  const [before = '', after = ''] = address.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const zeros = Array<string>(8 - groups(before).length - groups(after).length).fill('0');
  const bytes = Buffer.alloc(16);
  [...groups(before), ...zeros, ...groups(after)].forEach((group, at) =>
    bytes.writeUInt16BE(Number.parseInt(group, 16), at * 2),
  );
  return bytes;
}

export async function startNameServer(at: string, first: readonly string[]): Promise<NameServer> {
  const socket = createSocket('udp6');
  let mood: NameMood = 'answers';
  let addresses = first;
  let asked = 0;
  socket.on('message', (question: Buffer, { address, port }: RemoteInfo) => {
    asked += 1;
    if (mood !== 'silent') socket.send(answerTo(question, mood, addresses), port, address);
  });
  // Towards an address that is away for a while.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => void socket.bind(53, at, resolve));
  return {
    mood: (next) => void (mood = next),
    leadsTo: (next) => void (addresses = next),
    asked: () => asked,
    stop: () => new Promise((resolve) => void socket.close(() => resolve())),
  };
}
