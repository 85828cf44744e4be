// Sends requests to a backend as programs of other people do, and in a given pace.
import http from 'node:http';
import { randomUUID } from 'node:crypto';

/** The answer is read only where somebody looks: decoding it is the generator's work, not the backend's. */
export type Answer = { status: number; text(): string };

export const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** Keeps its connections open, as a sales channel's server would. */
export function caller(url: string, sockets: number) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: sockets, scheduling: 'fifo' });
  const { hostname, port } = new URL(url);
  return {
    ask(method: string, pathname: string, token: string, body?: string): Promise<Answer> {
      return new Promise((resolve, reject) => {
        const headers: Record<string, string | number> = { authorization: `Bearer ${token}` };
        if (body !== undefined) {
          headers['content-type'] = 'application/json';
          headers['content-length'] = Buffer.byteLength(body);
        }
        if (method === 'POST') headers['idempotency-key'] = randomUUID();
        const request = http.request({ hostname, port, method, path: pathname, agent, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text: () => Buffer.concat(chunks).toString() }),
          );
        });
        request.on('error', reject);
        request.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
export type Caller = ReturnType<typeof caller>;

/** When the nth of them is due, in milliseconds from the first. */
export type Timetable = (nth: number) => number;

export const evenly =
  (perSecond: number): Timetable =>
  (nth) =>
    (nth / perSecond) * 1000;

/** Each at a time of its own within its share of the second: people do not press in step with each other. */
export function outOfStep(perSecond: number, random: () => number): Timetable {
  const shares: number[] = [];
  return (nth) => ((nth + (shares[nth] ??= random())) / perSecond) * 1000;
}

/** Each is sent when it is due, however slow the answers are. `send` is given its number and when it was due. */
export async function inPace(
  perSecond: number,
  seconds: number,
  send: (nth: number, dueAt: number) => Promise<void>,
  dueAfter: Timetable = evenly(perSecond),
): Promise<void> {
  const total = perSecond * seconds;
  const began = performance.now();
  const answers: Promise<void>[] = [];
  const failures: unknown[] = [];
  for (let sent = 0; sent < total && failures.length === 0;) {
    for (; sent < total && began + dueAfter(sent) <= performance.now(); sent++)
      answers.push(send(sent, began + dueAfter(sent)).catch((why: unknown) => void failures.push(why)));
    await wait(1);
  }
  await Promise.all(answers);
  if (failures.length > 0) throw failures[0];
}
