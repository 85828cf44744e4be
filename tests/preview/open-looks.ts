// A window for one test file of looks, with all scenes that the file shows.
import { afterAll, beforeAll } from 'vitest';
import type { Scene } from './fixtures.ts';
import { openPreview, type PreviewWindow } from './window.ts';

export function openLooks(scenes: Record<string, Scene>): () => PreviewWindow {
  let preview: PreviewWindow | undefined;
  beforeAll(async () => {
    preview = await openPreview(
      Object.fromEntries(Object.entries(scenes).map(([name, { view }]) => [name, view])),
    );
  });
  afterAll(() => preview?.close());
  return () => {
    if (!preview) throw new Error('The window is opened when the tests run.');
    return preview;
  };
}
