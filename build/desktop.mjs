// A desktop for machines without a screen: a virtual display, a private message bus and a notification daemon.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startProcess, stopLater } from './processes.mjs';

const run = promisify(execFile);

// No service files: on this bus runs only what was started on it, and never the machine's own services.
// Any user may connect, which a test of the sandbox needs; the folder of the socket keeps others out.
const busConfiguration = (/** @type {string} */ socket) => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
`;

const dunstConfiguration = `[global]
    monitor = 0
    width = 360
    origin = top-right
    offset = 24x24
    padding = 12
    horizontal_padding = 14
    frame_width = 1
    frame_color = "#3a3f47"
    font = Sans 11
    format = "<b>%s</b>\\n%b"
    markup = full
    max_icon_size = 48
[urgency_low]
    background = "#22262c"
    foreground = "#f4f1ea"
    timeout = 8
[urgency_normal]
    background = "#22262c"
    foreground = "#f4f1ea"
    timeout = 8
[urgency_critical]
    background = "#22262c"
    foreground = "#f4f1ea"
    frame_color = "#f2a20c"
    timeout = 0
`;

/**
 * What a program writes to its third descriptor when it is ready.
 * @param {import('./processes.mjs').Running} running
 * @param {string} name
 * @returns {Promise<string>}
 */
function firstLineOf(running, name) {
  const pipe = /** @type {import('node:stream').Readable} */ (running.child.stdio[3]);
  return new Promise((resolve, reject) => {
    let text = '';
    pipe.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.split('\n')[0]?.trim() ?? '');
    });
    running.ended.then(
      ({ code }) => reject(new Error(`${name} ended at once with code ${code}.`)),
      (error) => reject(error),
    );
  });
}

/**
 * @param {{ size?: string }} [options]
 * @returns {Promise<{ display: string, env: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startXvfb({ size = '1920x1080' } = {}) {
  const words = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-dpi', '96'];
  const running = startProcess('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = `:${await firstLineOf(running, 'Xvfb')}`;
  return { display, env: { DISPLAY: display }, stop: running.stop };
}

/**
 * @returns {Promise<{ address: string, folder: string, env: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startBus() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-bus-'));
  const configuration = path.join(folder, 'bus.conf');
  writeFileSync(configuration, busConfiguration(path.join(folder, 'socket')));
  const running = startProcess(
    'dbus-daemon',
    [`--config-file=${configuration}`, '--nofork', '--nopidfile', '--print-address=3'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const address = await firstLineOf(running, 'dbus-daemon');
    return {
      address,
      folder,
      // Containers have no system bus; programs that look for one find this one, and nothing of the machine.
      env: { DBUS_SESSION_BUS_ADDRESS: address, DBUS_SYSTEM_BUS_ADDRESS: address },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Whether somebody on the bus answers to a name.
 * @param {string} address
 * @param {string} name
 */
export async function hasOwner(address, name) {
  const call = ['--print-reply=literal', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const { stdout } = await run('dbus-send', [
    `--bus=${address}`,
    ...call,
    'org.freedesktop.DBus.NameHasOwner',
    `string:${name}`,
  ]);
  return stdout.includes('true');
}

/**
 * @param {{ env: Record<string, string>, address: string, patienceMs?: number }} on the display and the bus
 */
export async function startDunst({ env, address, patienceMs = 15_000 }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-dunst-'));
  const configuration = path.join(folder, 'dunstrc');
  writeFileSync(configuration, dunstConfiguration);
  const running = startProcess('dunst', ['-conf', configuration], {
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  let ended = false;
  const end = () => (ended = true);
  running.ended.then(end, end);
  const deadline = Date.now() + patienceMs;
  while (!(await hasOwner(address, 'org.freedesktop.Notifications'))) {
    if (ended || Date.now() > deadline) {
      await stop();
      throw new Error('dunst, which shows notifications on the virtual screen, could not be started.');
    }
    await pause(25);
  }
  return { stop };
}

/**
 * Chromium's sandbox refuses to run for root; for everybody else it stays on.
 * @param {{ platform?: string, uid?: number | undefined }} [who]
 * @returns {string[]}
 */
export function sandboxWords({ platform = process.platform, uid = process.getuid?.() } = {}) {
  return platform === 'linux' && uid === 0 ? ['--no-sandbox'] : [];
}

/**
 * The desktop to open a window on: the one that is there, or a virtual one.
 * @param {{
 *   platform?: string, env?: Record<string, string | undefined>, say?: (line: string) => void, size?: string,
 * }} [options]
 * @returns {Promise<{ env: Record<string, string>, virtual: boolean, stop: () => Promise<void> }>}
 */
export async function useDesktop({
  platform = process.platform,
  env = process.env,
  say = console.log,
  size = '1920x1080',
} = {}) {
  if (platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY)
    return { env: {}, virtual: false, stop: () => Promise.resolve() };
  const started = stopLater();
  try {
    const screen = await startXvfb({ size });
    started.add(screen.stop);
    const bus = await startBus();
    started.add(bus.stop);
    const both = { ...screen.env, ...bus.env };
    const daemon = await startDunst({ env: both, address: bus.address });
    started.add(daemon.stop);
    say(
      `no display here: using a virtual one (Xvfb ${screen.display}, private D-Bus, dunst for notifications)`,
    );
    return { env: both, virtual: true, stop: started.stopAll };
  } catch (error) {
    await started.stopAll();
    throw error;
  }
}
