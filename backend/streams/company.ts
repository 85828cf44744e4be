// Rings of several channels that are to go at the same moment go in one request: each costs far less than a request.
import type { Published, Publisher, Ring } from './publisher.ts';

type Waiting = { rings: readonly Ring[]; answer: (published: Published) => void };

export function inCompany(publish: Publisher['publish'], mostInOne: number): Publisher['publish'] {
  let waiting: Waiting[] = [];

  function send(): void {
    const all = waiting;
    waiting = [];
    let company: Waiting[] = [];
    let size = 0;
    for (const one of all) {
      if (company.length > 0 && size + one.rings.length > mostInOne) {
        void together(company);
        company = [];
        size = 0;
      }
      company.push(one);
      size += one.rings.length;
    }
    if (company.length > 0) void together(company);
  }

  async function together(company: readonly Waiting[]): Promise<void> {
    const published = await publish(company.flatMap(({ rings }) => rings));
    // Refused for the sake of one of them: nobody else is to suffer for it.
    if (!published.ok && published.refused && company.length > 1)
      for (const { rings, answer } of company) void publish(rings).then(answer);
    else for (const { answer } of company) answer(published);
  }

  return (rings) =>
    new Promise((answer) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ rings, answer });
    });
}
