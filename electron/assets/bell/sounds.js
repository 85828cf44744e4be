// What the bell's sounds are made of: a rhythm for each of them, and instruments of a few sine waves to play it on. No sound
// file is needed.

/**
 * How an instrument vibrates: frequency against the fundamental, strength, seconds until it is silent. `attack`: seconds
 * until it is at its loudest; `hold`: and for so long it stays.
 */
const instruments = {
  // Struck metal, as on a counter.
  bell: {
    attack: 0.004,
    hold: 0,
    partials: [
      [1, 0.55, 1.5],
      [2.76, 0.3, 0.9],
      [5.4, 0.14, 0.45],
      [8.93, 0.06, 0.25],
    ],
  },
  // Two glass tubes that beat against each other.
  chime: {
    attack: 0.015,
    hold: 0.05,
    partials: [
      [0.5, 0.4, 1.6],
      [0.503, 0.4, 1.6],
      [1.5, 0.16, 0.9],
      [4, 0.08, 0.4],
    ],
  },
  // A wooden bar, dry and short.
  wood: {
    attack: 0.002,
    hold: 0.04,
    partials: [
      [0.5, 0.9, 0.32],
      [2, 0.5, 0.16],
      [5, 0.22, 0.08],
    ],
  },
  // Goes through the noise of a kitchen: the overtones of a square wave.
  buzzer: {
    attack: 0.008,
    hold: 0.12,
    partials: [
      [0.5, 0.5, 0.16],
      [1.5, 0.26, 0.16],
      [2.5, 0.17, 0.16],
      [3.5, 0.12, 0.16],
    ],
  },
};

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
  // Somebody listens for it: one, two, three.
  check: [
    [0, 1047, 0.8],
    [0.3, 1319, 0.8],
    [0.6, 1568, 0.9],
  ],
};

export const names = Object.keys(sounds);
export const tones = Object.keys(instruments);

/** The soft ones, the softest first. */
const soft = ['chat', 'quiet', 'check'];
export const rankOf = (sound) => (soft.includes(sound) ? soft.indexOf(sound) : soft.length);

function strike(context, out, { attack, hold, partials }, [at, hertz, strength]) {
  let end = at;
  let last = null;
  for (const [ratio, loudness, seconds] of partials) {
    const wave = context.createOscillator();
    const envelope = context.createGain();
    wave.frequency.value = hertz * ratio;
    envelope.gain.setValueAtTime(0, at);
    envelope.gain.linearRampToValueAtTime(loudness * strength, at + attack);
    envelope.gain.setValueAtTime(loudness * strength, at + attack + hold);
    envelope.gain.exponentialRampToValueAtTime(0.0001, at + Math.max(seconds, attack + hold + 0.01));
    wave.connect(envelope).connect(out);
    wave.start(at);
    wave.stop(at + seconds);
    if (at + seconds >= end) [end, last] = [at + seconds, wave];
  }
  return { end, last };
}

/** Strikes all of a sound; `last` is what sounds longest, and ends at `end`. */
export function strikeAll(context, out, { sound, tone }) {
  const began = context.currentTime + 0.02;
  let final = { end: began, last: null };
  for (const [after, hertz, strength] of sounds[sound]) {
    const struck = strike(context, out, instruments[tone], [began + after, hertz, strength]);
    if (struck.end >= final.end) final = struck;
  }
  return final;
}
