// Merges publishes to several channels of the same moment into one request: each costs far less than a request.
import type { Published, Publisher, Ring } from './publisher.ts';

type Waiting = { rings: readonly Ring[]; answer: (published: Published) => void };

export function mergePublishes(publish: Publisher['publish'], mostInOne: number): Publisher['publish'] {
  let waiting: Waiting[] = [];

  function send(): void {
    const all = waiting;
    waiting = [];
    let batch: Waiting[] = [];
    let size = 0;
    for (const one of all) {
      if (batch.length > 0 && size + one.rings.length > mostInOne) {
        void sendBatch(batch);
        batch = [];
        size = 0;
      }
      batch.push(one);
      size += one.rings.length;
    }
    if (batch.length > 0) void sendBatch(batch);
  }

  async function sendBatch(batch: readonly Waiting[]): Promise<void> {
    const published = await publish(batch.flatMap(({ rings }) => rings));
    // Refused for the sake of one of them: nobody else is to suffer for it.
    if (!published.ok && published.refused && batch.length > 1)
      for (const { rings, answer } of batch) void publish(rings).then(answer);
    else for (const { answer } of batch) answer(published);
  }

  return (rings) =>
    new Promise((answer) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ rings, answer });
    });
}
