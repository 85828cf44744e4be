import { expect, test } from 'vitest';
import { busSocket } from './address.ts';

test.each([
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1/bus,guid=abc' }, '/run/user/1/bus'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=x,port=1;unix:abstract=/tmp/dbus%2dX' }, '\0/tmp/dbus-X'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/100%' }, '/tmp/100%'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'autolaunch:' }, null],
  [{ XDG_RUNTIME_DIR: '/run/user/1' }, '/run/user/1/bus'],
  [{ XDG_RUNTIME_DIR: '/nowhere' }, null],
  [{}, null],
])('%j means %j', (env, socket) => {
  expect(busSocket(env, (file) => file === '/run/user/1/bus')).toBe(socket);
});
