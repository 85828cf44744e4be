// Reads JSON that somebody else wrote: null where it is none, as for what it says nothing of.
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
