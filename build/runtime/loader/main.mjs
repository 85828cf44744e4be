// Stands in for Electron's default app in runtimes that come without it: `electron FOLDER words…` runs the app
// in FOLDER. Electron waits with `ready` until this module has loaded, hence the top-level await.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const named = process.argv.slice(1).find((word) => !word.startsWith('-'));
if (named === undefined) {
  process.stderr.write('Name the folder of the app to run: electron FOLDER\n');
  process.exit(2);
}
const folder = path.resolve(named);
const description = path.join(folder, 'package.json');
if (!existsSync(description)) {
  process.stderr.write(`There is no app in ${folder}: package.json is missing.\n`);
  process.exit(2);
}
const { name, productName, version, main } = JSON.parse(readFileSync(description, 'utf8'));

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.name = productName ?? name;
// The two below are what Electron's own default app calls; they are not in its type definitions.
const settable = /** @type {any} */ (app);
if (version !== undefined) settable.setVersion(version);
settable.setAppPath(folder);
await import(pathToFileURL(path.join(folder, main ?? 'index.js')).href);
