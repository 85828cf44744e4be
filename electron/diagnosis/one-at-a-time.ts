// Lets what takes long run once at a time: whoever asks meanwhile gets what comes of that one.
export function oneAtATime<Asked, Came>(
  run: (asked: Asked) => Promise<Came>,
): (asked: Asked) => Promise<Came> {
  let running: Promise<Came> | null = null;
  return (asked) =>
    (running ??= run(asked).finally(() => {
      running = null;
    }));
}
