// Gets whoever is stepped in a token to look into another of their restaurants with. Kept in memory, and only for as long
// as they are in.
import { switchAnswer } from '../../contract/api.ts';
import type { QueryWhy } from '../../contract/queries.ts';
import type { BackendAnswer, BackendRequest } from '../ports/backend.ts';

export type Look = { ok: true; token: string } | { ok: false; why: QueryWhy };

export type LookElsewhere = {
  /** `from`: the token of whoever is stepped in here. */
  into(restaurant: string, from: string): Promise<Look>;
  /** It was refused: the next look asks anew. */
  forget(restaurant: string): void;
  /** Somebody else is in, or nobody: nothing of the one before stays. */
  keepOnly(from: string | null): void;
};

export function createLookElsewhere(
  exchange: (request: BackendRequest) => Promise<BackendAnswer>,
): LookElsewhere {
  let whose: string | null = null;
  /** Two who look at the same moment share one answer: a second token ends the first. */
  const looks = new Map<string, Promise<Look>>();

  function keepOnly(from: string | null): void {
    if (from === whose) return;
    looks.clear();
    whose = from;
  }

  async function ask(restaurant: string, from: string): Promise<Look> {
    const answer = await exchange({
      method: 'POST',
      path: '/people/switch',
      token: from,
      timeoutMs: 8000,
      body: { restaurant },
    });
    if (answer.kind === 'failure') return { ok: false, why: 'offline' };
    const read = answer.status === 200 ? switchAnswer.safeParse(answer.body) : null;
    if (read?.success === true) return { ok: true, token: read.data.token };
    return { ok: false, why: [401, 403, 404].includes(answer.status) ? 'not-allowed' : 'failed' };
  }

  return {
    keepOnly,
    forget: (restaurant) => void looks.delete(restaurant),
    async into(restaurant, from) {
      keepOnly(from);
      const under = looks.get(restaurant) ?? ask(restaurant, from);
      looks.set(restaurant, under);
      const look = await under;
      if (!look.ok && looks.get(restaurant) === under) looks.delete(restaurant);
      return look;
    },
  };
}
