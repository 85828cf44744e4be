// Where an order stands among those of its restaurant: when it was placed and, of one and the same moment, its id.
export type PlaceInTime = { at: number; id: string };

/** As pages of the index and the ends of answers name it: `1700000000000.ID`. */
export const placeText = ({ at, id }: PlaceInTime) => `${at}.${id}`;

export function readPlace(text: string): PlaceInTime | null {
  const place = /^(\d{1,15})\.([0-9a-f-]{36})$/i.exec(text);
  return place && { at: Number(place[1]), id: place[2] ?? '' };
}

/** Below 0: `a` is the newer one. */
export function newerFirst(a: PlaceInTime, b: PlaceInTime): number {
  if (a.id === b.id) return b.at - a.at;
  return b.at - a.at || (a.id < b.id ? 1 : -1);
}
