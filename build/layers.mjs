// Who may import what: the table of the layers, and a reading of every source file's imports against it.
// The linter and the types catch some of it in the editor; this one misses neither `require` nor a bare `fs`.
import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { kindImport, kindQuestions } from './backend-kinds.mjs';
import { brokenFloors, foreignWrite, houses } from './floors.mjs';
import { importsOf } from './imports.mjs';
import { stateWrites } from './state-writes.mjs';

/**
 * @typedef {object} Layer
 * @property {string} folder the longest one that fits a file counts
 * @property {readonly string[]} layers the folders it may import from, beside itself
 * @property {'any' | 'once installed' | readonly string[]} packages which npm packages; "once installed": only by
 *   `await import(…)`, because the file runs before anything is installed
 * @property {boolean} node whether it may use Node's own modules
 * @property {boolean} [electron] whether it may use Electron
 */

/** @type {readonly Layer[]} */
export const layers = [
  { folder: 'contract', layers: [], packages: ['zod'], node: false },
  { folder: 'core', layers: ['contract'], packages: ['zod'], node: false },
  { folder: 'renderer', layers: ['contract'], packages: 'any', node: false },
  {
    folder: 'backend',
    layers: [
      'contract',
      'backend/pusher-server',
      'backend/customer-page/state.ts',
      'backend/phone-page/state.ts',
    ],
    packages: 'any',
    node: true,
  },
  { folder: 'backend/pusher-server', layers: [], packages: 'any', node: true },
  // What the customer's page and its server say to each other.
  { folder: 'backend/customer-page/state.ts', layers: ['contract'], packages: ['zod'], node: false },
  {
    folder: 'backend/customer-page/page',
    layers: ['contract', 'backend/customer-page/state.ts', 'backend/push-browser'],
    packages: 'any',
    node: false,
  },
  { folder: 'backend/phone-page/state.ts', layers: ['contract'], packages: ['zod'], node: false },
  {
    folder: 'backend/phone-page/page',
    layers: ['contract', 'backend/phone-page/state.ts', 'backend/push-browser'],
    packages: ['zod'],
    node: false,
  },
  // Runs in browsers, beside both pages.
  { folder: 'backend/push-browser', layers: [], packages: [], node: false },
  { folder: 'electron', layers: ['contract', 'core'], packages: 'any', node: true, electron: true },
  { folder: 'build', layers: [], packages: 'once installed', node: true },
  { folder: 'build/runtime/official-download.mjs', layers: ['build'], packages: 'any', node: true },
  // These run inside Electron, as small apps of their own.
  { folder: 'build/icons/renderer-app', layers: [], packages: [], node: true, electron: true },
  { folder: 'build/runtime/loader', layers: [], packages: [], node: true, electron: true },
  { folder: 'build/windows-shortcut', layers: [], packages: [], node: true, electron: true },
];

const sources = /\.(?:tsx?|mjs|cjs|js)$/;
const tests = /\.test\.tsx?$/;
const builtins = new Set(builtinModules);

/** @param {string} specifier */
const isNode = (specifier) => specifier.startsWith('node:') || builtins.has(specifier.split('/')[0] ?? '');
/** @param {string} specifier */
const isElectron = (specifier) => specifier === 'electron' || specifier.startsWith('electron/');

/**
 * @param {string} file a path relative to the project, with slashes
 * @param {string} folder
 */
const isIn = (file, folder) => file === folder || file.startsWith(`${folder}/`);

/** @param {string} file @param {string} specifier */
const targetOf = (file, specifier) => path.posix.join(path.posix.dirname(file), specifier);

/** @param {string} file */
export function layerOf(file) {
  return layers
    .filter((layer) => isIn(file, layer.folder))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

/**
 * @param {string} file relative to the project, with slashes
 * @param {Pick<import('./imports.mjs').Import, 'specifier' | 'kind'>} found
 * @returns {string | undefined} what is wrong with it
 */
export function judge(file, { specifier, kind }) {
  const layer = layerOf(file);
  if (layer === undefined) return undefined;
  if (specifier.startsWith('.')) {
    const target = targetOf(file, specifier);
    const [, from] = /^renderer\/features\/([^/]+)\//.exec(file) ?? [];
    const [, to, inner] = /^renderer\/features\/([^/]+)\/(.+)$/.exec(target) ?? [];
    if (from !== undefined && to !== undefined && from !== to && !/^index\.tsx?$/.test(inner ?? ''))
      return `reaches into the inside of the feature "${to}"`;
    const targetLayer = layerOf(target)?.folder ?? target.split('/')[0] ?? '';
    const allowed = [layer.folder, ...layer.layers];
    return allowed.includes(targetLayer) || !/\//.test(target)
      ? undefined
      : `${layer.folder} may not import from ${targetLayer}`;
  }
  if (isElectron(specifier)) return layer.electron ? undefined : 'only electron/ may import electron';
  if (isNode(specifier)) return layer.node ? undefined : `${layer.folder} may not use Node's modules`;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (layer.packages === 'any' || layer.packages.includes(name)) return undefined;
  if (layer.packages === 'once installed')
    return kind === 'static' ? 'runs before packages are installed: use await import()' : undefined;
  return `${layer.folder} may not import the package ${name}`;
}

/** @param {string} root */
function filesIn(root) {
  const top = new Set(layers.map((layer) => layer.folder.split('/')[0] ?? ''));
  return [...top].flatMap((folder) => {
    try {
      return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => path.join(folder, file).split(path.sep).join('/'))
        .filter((file) => sources.test(file) && !tests.test(file) && !file.includes('node_modules/'));
    } catch {
      return [];
    }
  });
}

/**
 * Every import that breaks a layer or a floor, writes into a slice of others, closes a circle or asks for the kind of backend.
 * @param {string} root
 * @param {readonly import('./floors.mjs').House[]} [standing]
 * @returns {Promise<import('./floors.mjs').Broken[]>}
 */
export async function brokenImports(root, standing = houses) {
  const files = filesIn(root);
  /** @type {import('./floors.mjs').Broken[]} */
  const broken = [];
  /** @type {import('./floors.mjs').Found[]} */
  const within = [];
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    broken.push(...(await stateWrites(file, text)), ...(await kindQuestions(file, text)));
    for (const found of await importsOf(file, text)) {
      const { specifier } = found;
      const why = judge(file, found);
      if (why !== undefined) broken.push({ file, specifier, why });
      if (specifier.startsWith('.')) within.push({ ...found, file, target: targetOf(file, specifier) });
    }
  }
  return [
    ...broken,
    ...within.flatMap(foreignWrite),
    ...within.flatMap(kindImport),
    ...standing.flatMap((house) => brokenFloors(house, files, within)),
  ];
}
