// Serves the built window under the console's content policy, and stands in for the console behind it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { CounterbellWindow, IpcAnswer, IpcError } from '../../contract/ipc.ts';
import type { QueryAnswer } from '../../contract/queries.ts';
import type { FollowedTest } from '../../contract/self-test.ts';
import type { View, ViewDelta } from '../../contract/view.ts';
import { contentPolicy } from '../../electron/app-scheme.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export async function servePreview(
  root = path.resolve('dist/renderer'),
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path.join(root, asked === '/' ? 'index.html' : path.normalize(asked));
    readFile(file).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': types[path.extname(file)] ?? 'application/octet-stream',
            'content-security-policy': contentPolicy,
            // The files of a build have its marks in their names: they are compiled once, not for every look.
            ...(asked.startsWith('/assets/') && { 'cache-control': 'max-age=3600, immutable' }),
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What was asked of the stand-in, what broke the content policy, and a way to send the window a delta. */
export type StandIn = {
  asked: [string, unknown][];
  violations: string[];
  /** What is answered with an error, by verb. */
  refuse: Record<string, IpcError | null>;
  /** What questions are answered with, one after the other; the last one again and again. None: nothing comes. */
  answers: Record<string, QueryAnswer<unknown>[]>;
  /** What a self-test has told so far; null: nothing. */
  selfTest: FollowedTest | null;
  send(delta: Omit<ViewDelta, 'n'>): void;
};

declare global {
  interface Window {
    preview: StandIn;
  }
}

/** Runs inside the page before its own scripts; the address's hash names the view. */
export function standIn(views: Record<string, string>): void {
  const written = views[location.hash.slice(1)];
  if (written === undefined) return;
  const first = JSON.parse(written) as View;
  let n = first.n;
  const listeners = new Set<(delta: ViewDelta) => void>();
  const asked: [string, unknown][] = [];
  const violations: string[] = [];
  const refuse: Record<string, IpcError | null> = {};
  const answers: StandIn['answers'] = {};
  addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  const answer =
    <T>(name: string, value: T) =>
    (request?: unknown): Promise<IpcAnswer<T>> => {
      // That somebody touched the window is no question.
      if (name !== 'touched') asked.push([name, request]);
      const error = refuse[name];
      return Promise.resolve(error ? { ok: false, error } : { ok: true, value });
    };
  const api: CounterbellWindow = {
    view: () => Promise.resolve({ ok: true, value: first }),
    onDelta(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    command: answer('command', { command: 'c' }),
    undo: answer('undo', null),
    handled: answer('handled', null),
    dismissRefused: answer('dismissRefused', null),
    stopBell: answer('stopBell', null),
    tryBell: answer('tryBell', { came: 'played' as const }),
    // The settings ask for it by themselves.
    bellOutputs: () =>
      Promise.resolve({
        ok: true,
        value: [
          { id: 'o1', label: 'Built-in audio' },
          { id: 'o2', label: 'USB Audio Device' },
        ],
      }),
    tryNow: answer('tryNow', null),
    // Nobody pressed anything for it: it runs while it is looked at.
    startSelfTest: () => Promise.resolve({ ok: true, value: { run: 1 } }),
    followSelfTest({ known }) {
      const told = window.preview.selfTest;
      if (told === null || (!told.over && told.done.length <= known)) return new Promise(() => {});
      return Promise.resolve({ ok: true, value: told });
    },
    saveDiagnostics: answer('saveDiagnostics', {
      file: '/home/counter/Downloads/counterbell-diagnostics-2026-03-06-120307.zip',
    }),
    answerOpening: answer('answerOpening', null),
    touched: answer('touched', null),
    renameDevice: answer('renameDevice', null),
    ringDevice: answer('ringDevice', { rung: 'rung' as const }),
    revokeDevice: answer('revokeDevice', null),
    linkPhone: answer('linkPhone', {
      url: 'https://orders.example/phone/cbq_0123456789abcdefghijklmnopqrstuvwxyz0123456',
      expiresAt: '2026-03-06T12:13:00.000Z',
    }),
    tryNotification: answer('tryNotification', { shown: 'desktop' }),
    removePhone: answer('removePhone', null),
    enrol: answer('enrol', null),
    leave: answer('leave', null),
    stepIn: answer('stepIn', null),
    stepOut: answer('stepOut', null),
    changeSettings: answer('changeSettings', null),
    dismissNotice: answer('dismissNotice', null),
    openNotification: answer('openNotification', null),
    openAllNotifications: answer('openAllNotifications', null),
    chooseHearing: answer('chooseHearing', null),
    writeInChat: answer('writeInChat', { command: 'c' }),
    deleteInChat: answer('deleteInChat', null),
    tryWrittenAgain: answer('tryWrittenAgain', null),
    dropWritten: answer('dropWritten', null),
    lookAtChat: answer('lookAtChat', null),
    dismissAnnouncement: answer('dismissAnnouncement', null),
    quit: answer('quit', null),
    stay: answer('stay', null),
    quitAnyway: answer('quitAnyway', null),
    closeWindow: answer('closeWindow', null),
    fullScreen: answer('fullScreen', null),
    enterKiosk: answer('enterKiosk', null),
    liftKiosk: answer('liftKiosk', null),
    leaveKiosk: answer('leaveKiosk', null),
    ask(query, place, question) {
      asked.push([query, { place, asked: question }]);
      const [next, ...rest] = answers[query] ?? [];
      if (next === undefined) return new Promise(() => {});
      if (rest.length > 0) answers[query] = rest;
      return Promise.resolve({ ok: true, value: next as never });
    },
    cancelQuery: () => Promise.resolve({ ok: true, value: null }),
  };
  const preview: StandIn = {
    asked,
    violations,
    refuse,
    answers,
    selfTest: null,
    send(delta) {
      n += 1;
      for (const listener of listeners) listener({ ...delta, n });
    },
  };
  Object.assign(window, { counterbell: api });
  window.preview = preview;
}
