// The line between one machine and the rest of the world, and the Backend port over it.
import type { Backend as BackendPort, BackendAnswer, BackendRequest } from '../../core/ports/backend.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Backend } from './backend.ts';
import type { Chance } from './chance.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { Trace } from './trace.ts';

/** `stalled`: packets vanish, and whatever was under way may still arrive when it is over. */
export type LineState = 'ok' | 'cut' | 'stalled';

export class Line {
  http: LineState = 'ok';
  /** `stalled` for Pusher is the half-open link: connected, and nothing comes. */
  push: LineState = 'ok';
  /** Chance that a request or its answer is lost. */
  loss = 0;
  slowest = 60;
  /** Machines behind it are asleep: nothing that is sent to them arrives. */
  asleep: () => boolean = () => false;
  /** What was given up for a new connection while it was on its way, and may arrive all the same. */
  readonly givenUp: string[] = [];
  #waiting: (() => void)[] = [];

  heal(): void {
    this.http = 'ok';
    this.push = 'ok';
    this.loss = 0;
    this.slowest = 60;
    this.release();
  }

  /** Runs when packets flow again. */
  whenFlowing(run: () => void): void {
    this.#waiting.push(run);
  }

  release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }
}

/** The backend's HTTP API, and what is wrong with it for everybody: overloaded, or configured wrongly. */
export type HttpApi = {
  /** Chance of 503. */
  busy: number;
  /** Nobody is recognised, although nobody was revoked. */
  forgetful: boolean;
  slowest: number;
  /** Whoever works behind it. */
  answer: (request: BackendRequest) => HttpAnswer;
};

export function createHttpApi(answer: HttpApi['answer']): HttpApi {
  return { busy: 0, forgetful: false, slowest: 15, answer };
}

export type Surroundings = {
  name: string;
  line: Line;
  backend: Backend;
  api: HttpApi;
  chance: Chance;
  trace: Trace;
  clock: Clock;
  alive: () => boolean;
};

export function createBackendPort(at: Surroundings): BackendPort {
  /** How each exchange under way is given up. */
  const underWay = new Set<() => void>();
  return {
    exchange: (_target, request) =>
      new Promise((resolve) => {
        if (at.alive()) exchange(at, request, resolve, underWay);
      }),
    dropConnections: () => underWay.forEach((giveUp) => giveUp()),
  };
}

function exchange(
  { name, line, backend, api, chance, trace, clock, alive }: Surroundings,
  request: BackendRequest,
  resolve: (answer: BackendAnswer) => void,
  underWay: Set<() => void>,
): void {
  const { timeline } = backend;
  let over = false;
  const done = (result: BackendAnswer): void => {
    if (over) return;
    over = true;
    underWay.delete(giveUp);
    timeout.cancel();
    if (!alive()) return;
    if (trace.on)
      trace.say(
        name,
        `${request.method} ${request.path} → ${result.kind === 'answer' ? result.status : `${result.why} sent=${result.sent}`}`,
      );
    resolve(result);
  };
  const fail = (why: 'network' | 'timeout' | 'dropped', sent: boolean, message: string): void =>
    done({ kind: 'failure', why, sent, message });
  const giveUp = (): void => {
    line.givenUp.push(request.path);
    fail('dropped', true, 'given up for a new connection');
  };
  underWay.add(giveUp);
  const timeout = clock.after(request.timeoutMs, () => fail('timeout', true, 'no answer in time'));

  if (line.http === 'cut') {
    clock.after(chance.between(1, 20), () => fail('network', false, 'ENETUNREACH'));
    return;
  }
  const lost = (): boolean => line.loss > 0 && chance.happens(line.loss);
  const goesBack = (made: HttpAnswer): void => {
    if (lost() || line.asleep() || line.http === 'cut') {
      if (chance.happens(0.5)) clock.after(chance.between(1, 200), () => fail('network', true, 'ECONNRESET'));
      return;
    }
    if (line.http === 'stalled') {
      if (chance.happens(0.5)) line.whenFlowing(() => timeline.after(20, () => goesBack(made)));
      return;
    }
    done({ kind: 'answer', ...made });
  };
  const arrive = (): void => {
    if (line.http === 'stalled') {
      if (chance.happens(0.7)) line.whenFlowing(() => timeline.after(chance.between(1, 30), arrive));
      return;
    }
    if (line.http === 'cut' || lost()) {
      if (chance.happens(0.5)) clock.after(chance.between(1, 200), () => fail('network', true, 'ECONNRESET'));
      return;
    }
    if (!backend.up) {
      clock.after(1, () => fail('network', false, 'ECONNREFUSED'));
      return;
    }
    const life = backend.life;
    const made = askApi(api, chance, request);
    timeline.after(chance.between(1, api.slowest), () => {
      if (backend.life !== life) clock.after(1, () => fail('network', true, 'ECONNRESET')); // it died before it could answer
      else timeline.after(chance.between(1, line.slowest), () => goesBack(made));
    });
  };
  timeline.after(chance.between(1, line.slowest), arrive);
}

function askApi(api: HttpApi, chance: Chance, request: BackendRequest): HttpAnswer {
  const refuse = (status: number, code: string): HttpAnswer => ({
    status,
    body: { type: `about:${code}`, title: code, status, code, detail: `The backend is ${code}.` },
    retryAfterMs: status === 503 ? 2000 : null,
  });
  if (api.busy > 0 && chance.happens(api.busy)) return refuse(503, 'busy');
  if (api.forgetful && request.token !== null) return refuse(401, 'not-signed-in');
  return api.answer(request);
}
