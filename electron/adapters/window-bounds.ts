// Remembers where the window stood, and brings it back onto a screen that is still there.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const side = z.number().int().min(-100_000).max(100_000);
export const bounds = z.strictObject({
  x: side,
  y: side,
  width: z.number().int().min(1).max(100_000),
  height: z.number().int().min(1).max(100_000),
  maximized: z.boolean(),
  /** Not said by earlier versions. */
  fullScreen: z.boolean().optional(),
});
export type Bounds = z.infer<typeof bounds>;
export type Area = { x: number; y: number; width: number; height: number };

/** So much of the window must be on some screen, or nobody could take hold of it. */
const graspable = 80;

export function isVisibleOn(area: Area, screens: readonly Area[]): boolean {
  return screens.some((screen) => {
    const width = Math.min(area.x + area.width, screen.x + screen.width) - Math.max(area.x, screen.x);
    const height = Math.min(area.y + area.height, screen.y + screen.height) - Math.max(area.y, screen.y);
    return width >= graspable && height >= graspable;
  });
}

export const covers = (area: Area, screen: Area): boolean =>
  area.x <= screen.x &&
  area.y <= screen.y &&
  area.x + area.width >= screen.x + screen.width &&
  area.y + area.height >= screen.y + screen.height;

/** Where a window goes whose screen was taken away; null where it can stay. */
export function intoSight(area: Area, screens: readonly Area[]): Area | null {
  const [screen] = screens;
  // Without any screen there is no better place.
  if (screen === undefined || isVisibleOn(area, screens)) return null;
  const width = Math.min(area.width, screen.width);
  const height = Math.min(area.height, screen.height);
  return {
    x: screen.x + Math.round((screen.width - width) / 2),
    y: screen.y + Math.round((screen.height - height) / 2),
    width,
    height,
  };
}

/** null when there is nothing usable: the system then places the window. */
export function readBounds(file: string, screens: readonly Area[]): Bounds | null {
  try {
    const read = bounds.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success && isVisibleOn(read.data, screens) ? read.data : null;
  } catch {
    return null;
  }
}

/** Losing this is no loss worth telling anybody. */
export function writeBounds(file: string, area: Bounds): void {
  try {
    writeFileSync(file, JSON.stringify(area));
  } catch {
    // The window will open where the system puts it.
  }
}
