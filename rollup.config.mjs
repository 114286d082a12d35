import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import { oneKeyword } from './rollup.oneKeyword.mjs';
import { slim } from './rollup.slim.mjs';

/**
 * Four outputs of one source tree:
 *   dist/rewindow.js    the script tag's loader, one classic script
 *   dist/agent/         what the loader imports when a rule needs it, ES modules
 *   dist/agent/worker.js, workerParts.js  the worker, ES modules, which also run on the main thread where workers are refused
 *   dist/worker.js      the same in one file, for hosts that serve it themselves
 *   dist/npm/           the package: index, and the contract (wire, rules, scrub, redaction) for the monitor
 */
const plugins = [
  nodeResolve({ browser: true, extensions: ['.ts', '.mjs', '.js'] }),
  slim(),
  esbuild({ target: 'es2022', tsconfig: false }),
  oneKeyword(),
  // 5 % smaller than esbuild's own minifier on this tree.
  terser({
    ecma: 2022,
    module: true,
    // Less inlining and constants on the right leave more that is alike, which packs better.
    compress: {
      passes: 4,
      pure_getters: true,
      keep_fargs: false,
      unsafe_arrows: true,
      inline: 1,
      lhs_constants: false,
    },
    format: { comments: false },
  }),
];
const modules = { format: 'es', chunkFileNames: '[name].js', entryFileNames: '[name].js', sourcemap: 'hidden' };

/** Chunks have the names of their folders, so that dist can be read: recorder, screen, assist. */
const names = {
  'capture/assets': 'assets',
  'capture/recorder': 'recorder',
  'capture/frames': 'frames',
  'capture/frustration': 'frustration',
  'capture/fields': 'fields',
  'capture/gestures': 'gestures',
  'capture/moves': 'moves',
  'capture/pageFacts': 'pageFacts',
  'capture/presence': 'presence',
  'capture/performance': 'performance',
  'capture/networkDepth': 'networkDepth',
  'capture/canvas': 'canvas',
  'feedback/verify': 'verify',
  screen: 'screen',
  assist: 'assist',
};
const chunkFileNames = ({ facadeModuleId }) => {
  const folder = Object.keys(names).find((name) => facadeModuleId?.endsWith(`/${name}/index.ts`));
  return folder === undefined ? '[name].js' : `${names[folder]}.js`;
};

/** What rules need besides their patterns is one chunk, whoever loads it. */
const RULES =
  /\/src\/(boot\/rules\/|rules\/(byKind|engine|evaluate|fire|input|keyed|like|memory|moveTimes|occasions|run|states|watch)\.ts|wire\/(expression|parseInPage)\.ts)/;
/** Modules that one module needs at once, itself among them. */
const reached = (from, getModuleInfo, found = new Set()) => {
  if (from === undefined || found.has(from)) return found;
  found.add(from);
  for (const next of getModuleInfo(from).importedIds) reached(next, getModuleInfo, found);
  return found;
};
const without = (all, others) => new Set([...all].filter((one) => !others.has(one)));
/** What the recorder needs and the agent doesn't lies in the recorder's file, also where others take it from there. */
const createChunks = () => {
  let ofRecorder;
  return (id, { getModuleInfo, getModuleIds }) => {
    const from = (end) =>
      reached(
        [...getModuleIds()].find((known) => known.endsWith(end)),
        getModuleInfo,
      );
    ofRecorder ??= without(from('/src/capture/recorder/index.ts'), from('/src/boot/agent.ts'));
    if (RULES.test(id)) return 'rules';
    if (id.includes('/src/rules/patterns/')) return 'patterns';
    return ofRecorder.has(id) ? 'recorder' : undefined;
  };
};

export default [
  {
    input: 'src/script.ts',
    plugins,
    output: { file: 'dist/rewindow.js', format: 'iife', sourcemap: 'hidden' },
  },
  {
    input: { agent: 'src/boot/agent.ts' },
    plugins,
    preserveEntrySignatures: 'allow-extension',
    output: {
      ...modules,
      dir: 'dist/agent',
      chunkFileNames,
      manualChunks: createChunks(),
      onlyExplicitManualChunks: true,
    },
  },
  // By themselves: what they share with the agent is less than another request.
  {
    input: { visit: 'src/boot/visits.ts' },
    plugins,
    output: { ...modules, dir: 'dist/agent' },
  },
  {
    input: { verify: 'src/feedback/verify/index.ts' },
    plugins,
    output: { ...modules, dir: 'dist/agent' },
  },
  // By themselves, too: a file that both load would be another request, and the parts hold little of the worker.
  {
    input: { worker: 'worker/split.ts' },
    plugins,
    output: { ...modules, dir: 'dist/agent' },
  },
  {
    input: { workerParts: 'worker/parts/index.ts' },
    plugins,
    output: { ...modules, dir: 'dist/agent' },
  },
  {
    input: { worker: 'worker/index.ts' },
    plugins,
    output: [
      { ...modules, dir: 'dist' },
      { ...modules, dir: 'dist/npm' },
    ],
  },
  {
    input: {
      index: 'src/index.ts',
      wire: 'src/wire/index.ts',
      rules: 'src/rules/index.ts',
      scrub: 'src/tools/scrub.ts',
      redaction: 'src/redaction.ts',
    },
    plugins,
    output: { ...modules, dir: 'dist/npm', chunkFileNames },
  },
];
