// The floors of a house: which of its folders stand on which, and a reading of its files' imports against that.
import path from 'node:path';
import { circlesIn } from './circles.mjs';

/**
 * @typedef {object} House
 * @property {string} folder
 * @property {readonly (readonly string[])[]} floors from below, each the folders and files that stand on it; of those
 *   that fit a file the longest counts. A file may import from its own floor and from those below.
 */

/** @type {readonly House[]} */
export const houses = [
  {
    folder: 'core',
    floors: [
      ['ports'],
      // Knows no slice, so that every slice can stand on it.
      ['kernel'],
      ['journal', 'time', 'notices', 'screen', 'settings', 'escalations', 'leaving'],
      ['text'],
      ['session'],
      ['streams', 'consoles'],
      ['link', 'orders', 'announcements'],
      ['outbox'],
      ['alerts', 'health'],
      // What people are told and write beside the orders: never over one that rings.
      ['inbox', 'chat'],
      // Move orders, presses and alerts by what a backend tells.
      ['followers/follower.ts', 'followers/book'],
      ['followers/listed', 'followers/sequenced'],
      // Span slices.
      ['rules'],
      ['enrolment', 'queries', 'devices', 'tray', 'view', 'diagnosis'],
      // Know all slices, and are known by none.
      ['asks.ts'],
      ['assembly.ts'],
      ['perform.ts'],
      ['counterbell.ts'],
    ],
  },
  {
    folder: 'backend',
    floors: [
      // Know nothing of the house, so that they could be another's.
      ['pusher-server', 'process', 'outgoing', 'push-browser'],
      ['db'],
      ['http'],
      ['streams'],
      // What ends with a sign-in goes in its transaction.
      ['push'],
      ['identity'],
      ['restaurant'],
      ['notifications'],
      ['escalation', 'chat'],
      ['orders'],
      ['announcements'],
      ['admin', 'customer-page', 'phone-page', 'demo'],
      // Puts the rooms together.
      ['config.ts', 'logger.ts'],
      ['services.ts'],
      ['routes.ts'],
      ['backend.ts'],
      ['main.ts'],
    ],
  },
];

/** @typedef {import('./imports.mjs').Import & { file: string, target: string }} Found `target`: within the project */
/** @typedef {{ file: string, specifier?: string, why: string }} Broken */

/** @param {string} file @param {string} folder */
const isIn = (file, folder) => file === folder || file.startsWith(`${folder}/`);
const folderOf = path.posix.dirname;

/**
 * @param {House} house
 * @param {string} file
 * @returns {{ floor: number, name: string } | undefined}
 */
function placeOf({ folder, floors }, file) {
  return floors
    .flatMap((names, floor) => names.map((name) => ({ floor, name: `${folder}/${name}` })))
    .filter(({ name }) => isIn(file, name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

/**
 * Everything in a house that does not keep to its floors.
 * @param {House} house
 * @param {readonly string[]} files all of the project
 * @param {readonly Found[]} found all imports of the project
 * @returns {Broken[]}
 */
export function brokenFloors(house, files, found) {
  const within = found.filter(({ file, target }) => isIn(file, house.folder) && isIn(target, house.folder));
  return [
    ...files
      .filter((file) => isIn(file, house.folder) && placeOf(house, file) === undefined)
      .map((file) => ({
        file,
        why: `stands on no floor of ${house.folder}: write its folder into the table in build/floors.mjs`,
      })),
    ...within.flatMap((one) => upward(house, one)),
    ...fileCircles(within),
    ...folderCircles(within),
  ];
}

/**
 * @param {House} house
 * @param {Found} found
 * @returns {Broken[]}
 */
function upward(house, { file, specifier, target }) {
  const here = placeOf(house, file);
  const there = placeOf(house, target);
  if (here === undefined || there === undefined || there.floor <= here.floor) return [];
  const why =
    `goes up, ${there.name} stands above ${here.name}: ` +
    `move what both need into ${here.name} or below, or take it as an argument`;
  return [{ file, specifier, why }];
}

/** @param {readonly Found[]} found @returns {Broken[]} */
function fileCircles(found) {
  return circlesOf(found, (file) => file).map(([first, ...others]) => ({
    file: first?.file ?? '',
    specifier: first?.specifier ?? '',
    why:
      `closes a circle of files, for ${others.map(({ file, target }) => `${file} imports ${target}`).join(', ')}: ` +
      'move what they share into a file of its own, or take it as an argument',
  }));
}

/** @param {readonly Found[]} found @returns {Broken[]} */
function folderCircles(found) {
  const across = found.filter(({ file, target }) => folderOf(file) !== folderOf(target));
  return circlesOf(across, folderOf).map(([first, ...others]) => ({
    file: first?.file ?? '',
    specifier: first?.specifier ?? '',
    why:
      `closes a circle of folders, for ${others.map(({ file, target }) => `${file} imports ${target}`).join(', ')}: ` +
      'move what they share into a folder below, or take it as an argument',
  }));
}

/**
 * Circles among what the imports connect, each as one import per step.
 * @param {readonly Found[]} found
 * @param {(file: string) => string} nodeOf
 */
function circlesOf(found, nodeOf) {
  /** @type {Map<string, Set<string>>} */
  const graph = new Map();
  for (const { file, target } of found) {
    const next = graph.get(nodeOf(file)) ?? new Set();
    graph.set(nodeOf(file), next.add(nodeOf(target)));
  }
  return circlesIn(graph).map((circle) =>
    circle.flatMap((node, i) => {
      const next = circle[(i + 1) % circle.length];
      return found.find(({ file, target }) => nodeOf(file) === node && nodeOf(target) === next) ?? [];
    }),
  );
}

/**
 * A slice's setter stands in its `slice.ts`, and whoever can import that can write what is not theirs.
 * @param {Found} found
 * @returns {Broken[]}
 */
export function foreignWrite({ file, specifier, target, passedOn }) {
  if (!/^core\/(?:.+\/)?slice\.ts$/.test(target)) return [];
  const owner = folderOf(target);
  if (folderOf(file) !== owner) {
    const why =
      `writes into another slice, only files of ${owner}/ may import its slice.ts: ` +
      `import what ${owner}/index.ts or another of its files offers, and let ${owner}/ make the change`;
    return [{ file, specifier, why }];
  }
  if (!passedOn.some((name) => /^(?:\*|(?:set|keep)(?:[A-Z]\w*)?)$/.test(name))) return [];
  const why =
    'passes a setter of its slice on, so that others could write it: ' +
    'export by name what others may have, and a function for each change';
  return [{ file, specifier, why }];
}
