// The bell, in a window nobody sees: plays one sound at a time, where it should come out, and says what became of it.
import { rankOf, strikeAll } from './sounds.js';

/** A loudspeaker without a wire may take two seconds to wake up. */
const stillForMs = 2500;
const lookEveryMs = 500;
/** What is chosen to play on is waited for that long; then it rings on what there is. */
const aimWithinMs = 500;
/** A look lasts long enough for the system to be asked about it. */
const lookForMs = 1000;
const restsAfterMs = 15_000;

const cutOff = { kind: 'cut-off' };
const unheard = (why) => ({ kind: 'unheard', why });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let context = null;
/** What sounds now: which, its outcome, and how to end it before its time. */
let current = null;
/** Where it is to come out, and whether that is not there. */
let chosen = null;
let away = false;
/** The loudspeakers at the last look; null: there was none yet. */
let known = null;
/** Who wants to be told that they are others. */
let tellChange = null;
let changeUntold = false;

function made() {
  if (context !== null) return context;
  const fresh = new AudioContext();
  // Its loudspeaker is gone, or what played there.
  fresh.addEventListener('error', () => void aim(fresh).then(() => fresh.resume()));
  context = fresh;
  return fresh;
}

function throwAway() {
  context?.close().catch(() => undefined);
  context = null;
}

async function loudspeakers() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const there = devices.filter(({ kind }) => kind === 'audiooutput');
  const before = known;
  known = there;
  const namesOf = (all) => all.map(({ deviceId }) => deviceId).join(' ');
  if (before !== null && namesOf(before) !== namesOf(there)) outputsChanged(before);
  return there;
}

function outputsChanged(before) {
  changeUntold = true;
  tellChange?.();
  // What was begun without a loudspeaker goes on into the void, also when there is one.
  if (before.length > 0) return;
  throwAway();
  if (current !== null) void begin(current);
}

/** Has it come out where it should, as far as that is there. */
async function aim(at) {
  const there = await loudspeakers();
  if (at !== context) return;
  // Its id is another one when the browser's data were lost, and IT knows none.
  const found =
    chosen === null
      ? undefined
      : (there.find(({ deviceId }) => deviceId === chosen.id) ??
        there.find(({ label }) => label === chosen.label));
  const id = found?.deviceId ?? '';
  if (at.sinkId !== id) await at.setSinkId?.(id).catch(() => undefined);
  away = chosen !== null && (found === undefined || at.sinkId !== id);
}

const isAimed = (at) => (chosen === null ? (at.sinkId ?? '') === '' : !away && at.sinkId === chosen.id);

async function verdict(of) {
  if (of.state !== 'running') return unheard('failed');
  // Without one Chromium plays into the void and reports success.
  return (await loudspeakers()).length === 0 ? unheard('no-device') : { kind: 'played', away };
}

async function begin(mine) {
  mine.stop();
  const on = made();
  void on.resume();
  const aiming = aim(on).catch(() => undefined);
  if (!isAimed(on)) await Promise.race([aiming, pause(aimWithinMs)]);
  if (current !== mine || on !== context) return;
  mine.stop = play(on, mine);
}

/** Answers how to stop it. */
function play(on, mine) {
  const out = on.createGain();
  const limiter = on.createDynamicsCompressor();
  out.gain.value = mine.volume;
  out.connect(limiter).connect(on.destination);
  const { last } = strikeAll(on, out, mine);
  last.addEventListener(
    'ended',
    () => void verdict(on).then((rung) => current === mine && mine.settle(rung)),
  );
  const watch = watchClock(on, () => stuck(mine));
  // Not every system tells that a loudspeaker is gone.
  const watchOutputs = setInterval(() => void aim(on).catch(() => undefined), 1000);
  return () => {
    clearInterval(watch);
    clearInterval(watchOutputs);
    limiter.disconnect();
  };
}

/** It says that it plays, and its clock stands still. */
function watchClock(on, still) {
  let [last, since] = [on.currentTime, performance.now()];
  return setInterval(() => {
    const now = performance.now();
    if (on.currentTime !== last) [last, since] = [on.currentTime, now];
    else if (now - since >= stillForMs) still();
  }, lookEveryMs);
}

/** Once it is begun anew, with everything new. */
function stuck(mine) {
  mine.stop();
  throwAway();
  if (mine.anew) return mine.settle(unheard(known?.length === 0 ? 'no-device' : 'failed'));
  mine.anew = true;
  return begin(mine);
}

function rest() {
  setTimeout(() => {
    if (current === null) context?.suspend().catch(() => undefined);
  }, restsAfterMs);
}

globalThis.ring = ({ output, trial = false, ...wanted }) => {
  const rank = trial ? -1 : rankOf(wanted.sound);
  // What is said of an order is not cut short by what is said beside it, and by a trial nothing is.
  if (current !== null && rank < current.rank) return trial ? cutOff : current.outcome;
  // Two orders in one breath are one ring: both were heard when it was.
  if (!trial && current?.sound === wanted.sound && !current.trial) return current.outcome;
  chosen = output;
  const superseded = current;
  const mine = { ...wanted, trial, rank, anew: false, stop: () => undefined };
  mine.outcome = new Promise((resolve) => {
    mine.settle = (rung) => {
      mine.stop();
      if (current === mine) current = null;
      rest();
      resolve(rung);
    };
  });
  current = mine;
  superseded?.settle(superseded.trial ? cutOff : mine.outcome);
  void begin(mine);
  return mine.outcome;
};

globalThis.silence = () => current?.settle(cutOff);

/** Whether it would be heard: nothing is, but all that a sound needs is set going. */
globalThis.look = async (output) => {
  // What sounds now tells more.
  if (current !== null && !current.trial) return current.outcome;
  chosen = output;
  let on = made();
  await Promise.race([aim(on), pause(aimWithinMs)]);
  // There was no loudspeaker when it was made, and is one now.
  if (on !== context) await Promise.race([aim((on = made())), pause(aimWithinMs)]);
  await Promise.race([on.resume(), pause(aimWithinMs)]);
  const [from, began] = [on.currentTime, performance.now()];
  const lasted = () => performance.now() - began;
  while (lasted() < lookForMs || (on.currentTime === from && lasted() < stillForMs)) await pause(50);
  if (current !== null && !current.trial) return current.outcome;
  rest();
  if (on.currentTime !== from) return verdict(on);
  throwAway();
  return unheard(known?.length === 0 ? 'no-device' : 'failed');
};

globalThis.outputs = async () =>
  (await loudspeakers())
    .filter(({ deviceId, label }) => label !== '' && !['', 'default', 'communications'].includes(deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));

/** Answers when there are other loudspeakers than before. */
globalThis.changed = async () => {
  if (!changeUntold) await new Promise((resolve) => (tellChange = resolve));
  await pause(300);
  changeUntold = false;
  tellChange = null;
};

navigator.mediaDevices.addEventListener('devicechange', () => void aim(context).catch(() => undefined));
