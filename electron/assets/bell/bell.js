// The bell: struck metal, made of a few sine waves, in a window nobody sees. No sound file is needed.

/** How a counter bell vibrates: frequency against the fundamental, strength, seconds until it is silent. */
const partials = [
  [1, 0.55, 1.5],
  [2.76, 0.3, 0.9],
  [5.4, 0.14, 0.45],
  [8.93, 0.06, 0.25],
];

/** Strikes of each sound: after so many seconds, at so many hertz, so strong. */
const sounds = {
  first: [
    [0, 1320, 1],
    [0.28, 1320, 0.9],
  ],
  second: [
    [0, 1568, 1],
    [0.16, 1568, 1],
    [0.32, 1568, 1],
    [0.62, 1976, 1],
    [0.78, 1976, 1],
    [0.94, 1976, 1],
  ],
  notice: [
    [0, 880, 0.7],
    [0.35, 660, 0.7],
  ],
  quiet: [[0, 990, 0.35]],
  // Somebody has written: rising, and softer than anything an order says.
  chat: [
    [0, 1175, 0.28],
    [0.14, 1568, 0.22],
  ],
};

/** The soft ones, the softest first. */
const soft = ['chat', 'quiet'];
const rankOf = (sound) => (soft.includes(sound) ? soft.indexOf(sound) : soft.length);

let context = null;
/** What sounds now: its name, its outcome, and how to end it before its time. */
let current = null;

function strike(out, at, hertz, strength) {
  let end = at;
  let last = null;
  for (const [ratio, loudness, seconds] of partials) {
    const wave = context.createOscillator();
    const envelope = context.createGain();
    wave.frequency.value = hertz * ratio;
    envelope.gain.setValueAtTime(0, at);
    envelope.gain.linearRampToValueAtTime(loudness * strength, at + 0.004);
    envelope.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    wave.connect(envelope).connect(out);
    wave.start(at);
    wave.stop(at + seconds);
    if (at + seconds >= end) [end, last] = [at + seconds, wave];
  }
  return { end, last };
}

/** Without a device Chromium plays into the void and reports success. */
async function hasSpeaker() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.some(({ kind }) => kind === 'audiooutput');
}

/** Strikes all of a sound; `settle` is called at its end. */
function play(sound, volume, settle) {
  const out = context.createGain();
  const limiter = context.createDynamicsCompressor();
  out.gain.value = volume;
  out.connect(limiter).connect(context.destination);
  const began = context.currentTime + 0.02;
  let final = { end: began, last: null };
  for (const [after, hertz, strength] of sounds[sound]) {
    const struck = strike(out, began + after, hertz, strength);
    if (struck.end >= final.end) final = struck;
  }
  const tooLate = setTimeout(() => settle(false), (final.end - began) * 1000 + 2000);
  final.last.addEventListener('ended', () => {
    clearTimeout(tooLate);
    settle(context.state === 'running' ? hasSpeaker() : false);
  });
  return () => limiter.disconnect();
}

/** Answers true when the sound was played to its end on some device. */
globalThis.ring = (sound, volume) => {
  // Two orders in one breath are one ring: both were heard when it was.
  if (current?.sound === sound) return current.outcome;
  // What is said of an order is not cut short by what is said beside it.
  if (current !== null && rankOf(sound) < rankOf(current.sound)) return current.outcome;
  context ??= new AudioContext();
  void context.resume();
  const superseded = current;
  const mine = { sound };
  mine.outcome = new Promise((resolve) => {
    const stop = play(sound, volume, (heard) => mine.settle(heard));
    mine.settle = (heard) => {
      stop();
      if (current === mine) current = null;
      resolve(heard);
    };
  });
  current = mine;
  superseded?.settle(mine.outcome);
  return mine.outcome;
};

globalThis.silence = () => current?.settle(false);
