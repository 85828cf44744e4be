// The page's bell: two struck notes. Browsers stay silent until somebody touched the page, hence `arm`.
export type PageBell = {
  arm(): Promise<boolean>;
  armed(): boolean;
  ring(): void;
  /** One soft note: the restaurant wrote. */
  chime(): void;
};

export function createBell(): PageBell {
  let context: AudioContext | null = null;

  function strike(at: number, hertz: number, loud = 0.6): void {
    if (context === null) return;
    const loudness = context.createGain();
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(loud, at + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 1.6);
    loudness.connect(context.destination);
    for (const [partial, share] of [
      [1, 0.7],
      [2.76, 0.2],
      [5.4, 0.1],
    ] as const) {
      const tone = context.createOscillator();
      const part = context.createGain();
      part.gain.value = share;
      tone.frequency.value = hertz * partial;
      tone.connect(part).connect(loudness);
      tone.start(at);
      tone.stop(at + 1.7);
    }
  }

  return {
    async arm() {
      context ??= new AudioContext();
      await context.resume();
      return context.state === 'running';
    },
    armed: () => context?.state === 'running',
    chime() {
      if (context?.state === 'running') strike(context.currentTime, 1318.5, 0.2);
    },
    ring() {
      if (context?.state === 'running') {
        for (const n of [0, 1, 2]) {
          strike(context.currentTime + n * 1.8, 880);
          strike(context.currentTime + n * 1.8 + 0.35, 1174.7);
        }
      }
      // Firefox and Safari on the desktop have no vibration.
      navigator.vibrate?.([400, 150, 400, 150, 400]);
    },
  };
}
