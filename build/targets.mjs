// What is bundled from what: one entry per thing that ends up in dist/.
import { builtinModules } from 'node:module';
import path from 'node:path';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string} says what the terminal calls it
 * @property {string} entry file that must exist, relative to the project
 * @property {readonly string[]} inputs files and folders its content depends on
 * @property {readonly string[]} outputs what it leaves below dist/
 * @property {(root: string, outDir: string) => Promise<import('vite').InlineConfig>} [config] how Vite makes it
 * @property {readonly { from: string, only?: RegExp }[]} [copies] folders that are copied as they are
 */

const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
const always = [
  'package.json',
  'package-lock.json',
  'build/targets.mjs',
  'build/bundle.mjs',
  'tsconfig.base.json',
];

/**
 * A program for Node or Electron's main process as one file; packages bundled into it leave their licences beside.
 * @param {{ entry: string, file: string, format?: 'es' | 'cjs', bundlePackages: boolean }} program
 * @returns {(root: string, outDir: string) => Promise<import('vite').InlineConfig>}
 */
function nodeProgram({ entry, file, format = 'es', bundlePackages }) {
  return async (root, outDir) => ({
    root,
    configFile: false,
    logLevel: 'warn',
    // With `ssr` Vite resolves packages as Node does. A plain library build would take the browser's
    // build of pusher-js, which dies outside a browser with "self is not defined".
    // Packages of the old module kind look beside themselves when they are loaded; a bundle of the new kind has no such name.
    define: format === 'es' && bundlePackages ? { __dirname: 'import.meta.dirname' } : {},
    ssr: bundlePackages ? { noExternal: true, external: ['electron'] } : {},
    build: {
      ssr: path.join(root, entry),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      copyPublicDir: false,
      license: bundlePackages && { fileName: `${path.parse(file).name}.licenses.md` },
      rolldownOptions: {
        external: ['electron', ...nodeBuiltins],
        output: { format, entryFileNames: file, codeSplitting: false },
      },
    },
  });
}

/** What customers' and managers' phones may have. */
const browsers = ['chrome107', 'safari16', 'firefox104'];

/**
 * A page that the backend serves to browsers we know nothing of.
 * @param {string} folder
 * @param {string} base where its files are asked for
 * @returns {(root: string, outDir: string) => Promise<import('vite').InlineConfig>}
 */
function servedPage(folder, base) {
  return async (root, outDir) => ({
    root: path.join(root, folder),
    base,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      assetsDir: '.',
      target: browsers,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      // Names without hashes: the page is small and always revalidated, and an old page finds its script.
      rolldownOptions: {
        output: {
          entryFileNames: 'page.js',
          chunkFileNames: '[name].js',
          assetFileNames: '[name][extname]',
        },
      },
    },
  });
}

/** @type {readonly Target[]} */
export const targets = [
  {
    name: 'main',
    says: 'the console',
    entry: 'electron/main.ts',
    inputs: [...always, 'electron', 'core', 'contract'],
    outputs: ['electron/main.js'],
    config: nodeProgram({ entry: 'electron/main.ts', file: 'main.js', bundlePackages: true }),
  },
  {
    name: 'preload',
    says: 'the bridge to the window',
    entry: 'electron/preload.ts',
    inputs: [...always, 'electron', 'contract'],
    outputs: ['electron/preload.cjs'],
    config: nodeProgram({
      entry: 'electron/preload.ts',
      file: 'preload.cjs',
      format: 'cjs',
      bundlePackages: true,
    }),
  },
  {
    name: 'assets',
    says: 'icons and sounds',
    entry: 'build/icons',
    inputs: ['build/icons', 'electron/assets', 'build/targets.mjs', 'build/bundle.mjs'],
    outputs: ['electron/icons'],
    copies: [{ from: 'build/icons', only: /\.(png|ico|icns)$/ }, { from: 'electron/assets' }],
  },
  {
    name: 'renderer',
    says: 'the window',
    entry: 'renderer/index.html',
    inputs: [...always, 'renderer', 'contract'],
    outputs: ['renderer/index.html'],
    config: async (root, outDir) => {
      const { default: react } = await import('@vitejs/plugin-react');
      return {
        root: path.join(root, 'renderer'),
        base: './',
        configFile: false,
        logLevel: 'warn',
        // Vite believes a NODE_ENV that is set: under the test runner the window would get React's development build.
        define: { 'process.env.NODE_ENV': '"production"' },
        oxc: { jsx: { development: false } },
        plugins: [react()],
        build: {
          outDir,
          emptyOutDir: true,
          target: 'chrome130',
          modulePreload: { polyfill: false },
          // Fonts and pictures stay files: the window's content policy allows no data: addresses for them.
          assetsInlineLimit: 0,
          license: { fileName: 'window.licenses.md' },
          chunkSizeWarningLimit: 2000,
          reportCompressedSize: false,
        },
      };
    },
  },
  {
    name: 'backend',
    says: 'the backend',
    entry: 'backend/main.ts',
    inputs: [...always, 'backend', 'contract'],
    outputs: ['backend/main.js'],
    config: nodeProgram({ entry: 'backend/main.ts', file: 'main.js', bundlePackages: false }),
  },
  {
    name: 'customer-page',
    says: "the customer's page",
    entry: 'backend/customer-page/page/index.html',
    inputs: [...always, 'backend/customer-page', 'backend/push-browser', 'contract', 'build/icons'],
    outputs: ['customer-page/index.html'],
    config: servedPage('backend/customer-page/page', '/track/assets/'),
  },
  {
    name: 'phone-page',
    says: "the page of a manager's phone",
    entry: 'backend/phone-page/page/index.html',
    inputs: [...always, 'backend/phone-page', 'backend/push-browser', 'contract', 'build/icons'],
    outputs: ['phone-page/index.html'],
    config: servedPage('backend/phone-page/page', '/phone/assets/'),
  },
  {
    name: 'push-worker',
    says: 'what shows pushes in browsers',
    entry: 'backend/push-browser/worker.ts',
    inputs: [...always, 'backend/push-browser'],
    outputs: ['push-worker/worker.js'],
    config: async (root, outDir) => ({
      root,
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir,
        emptyOutDir: true,
        target: browsers,
        copyPublicDir: false,
        modulePreload: false,
        reportCompressedSize: false,
        // One classic script: not every browser starts a worker that is a module.
        rolldownOptions: {
          input: path.join(root, 'backend/push-browser/worker.ts'),
          output: { format: 'iife', entryFileNames: 'worker.js', codeSplitting: false },
        },
      },
    }),
  },
  {
    name: 'demo-orders',
    says: 'the order simulator',
    entry: 'backend/demo/orders-cli.ts',
    inputs: [...always, 'backend', 'contract'],
    outputs: ['backend/demo-orders.js'],
    config: nodeProgram({
      entry: 'backend/demo/orders-cli.ts',
      file: 'demo-orders.js',
      bundlePackages: false,
    }),
  },
];

/**
 * A TypeScript program of the tests' folder (a bench, the simulator) made runnable: Node 20 cannot run
 * TypeScript by itself.
 * @param {string} name
 * @param {string} entry
 * @returns {Target}
 */
export function toolTarget(name, entry) {
  return {
    name: `tool-${name.replaceAll('/', '-')}`,
    says: `the tool ${name}`,
    entry,
    inputs: [...always, 'tests', 'contract', 'core', 'backend', 'electron'],
    outputs: [`tools/${name}.js`],
    config: nodeProgram({ entry, file: `${name}.js`, bundlePackages: false }),
  };
}
