// Writes the settings' table into docs/INSTALL.md: node build/run.mjs guide
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../build/paths.mjs';
import { withSettingsTable } from './settings-table.ts';

const file = path.join(projectRoot, 'docs/INSTALL.md');
writeFileSync(file, withSettingsTable(readFileSync(file, 'utf8')));
