/**
 * Who may import whom, as tables. `LAYERS`: a folder and the folders of ours that it may see, itself aside. `LIBRARIES`: a
 * folder and the packages that it may import; the longest folder that fits counts. What isn't listed is forbidden.
 */

const BELOW_DOMAIN = ['src/wire', 'src/rules', 'src/tools', 'src/browser'];
const DOMAIN = ['capture', 'screen', 'session', 'pipeline', 'feedback', 'submit', 'assist'].map(
  (name) => `src/${name}`,
);
const RECORDER_FORMAT = '@rrweb/types';
const EXPORTS = ['rewindow/wire', 'rewindow/rules', 'rewindow/scrub', 'rewindow/redaction'];

export const LAYERS = {
  // The entries, which stand in src itself.
  src: [],
  'src/wire': [],
  'src/tools': [],
  'src/rules': ['src/wire'],
  'src/browser': ['src/wire', 'src/tools'],
  ...Object.fromEntries(DOMAIN.map((folder) => [folder, BELOW_DOMAIN])),
  'src/boot': [...BELOW_DOMAIN, ...DOMAIN],
  worker: ['src/wire', 'src/tools'],
  'monitor/src': ['src/wire', 'src/rules', 'src/tools', 'src/redaction.ts'],
  'monitor/web': ['src/wire', 'src/rules', 'src/tools', 'monitor/src/api/contract.ts'],
  demo: ['src', 'monitor/src', 'monitor/dist', 'dist'],
};

export const LIBRARIES = {
  src: [],
  'src/wire': ['valibot'],
  'src/capture': ['@rrweb/record', RECORDER_FORMAT, 'web-vitals'],
  'src/screen': ['html2canvas'],
  'src/pipeline': ['comlink'],
  worker: ['comlink', 'idb', 'ky'],
  'monitor/src': ['node:', '@fastify/', '@valibot/to-json-schema', 'fastify', 'kysely', 'pino', 'valibot', ...EXPORTS],
  'monitor/src/audience': ['node:', 'fastify', 'kysely', 'maxmind', 'valibot', ...EXPORTS],
  'monitor/src/index': ['node:', 'kysely', 'libsql', 'valibot', ...EXPORTS],
  'monitor/src/rules': ['node:', '@marcbachmann/cel-js', 'fastify', 'jsonc-parser', 'kysely', 'valibot', ...EXPORTS],
  'monitor/web': [
    '@codemirror/',
    '@lezer/',
    '@mantine/',
    '@rrweb/replay',
    RECORDER_FORMAT,
    '@tabler/icons-react',
    '@tanstack/react-query',
    'jsonc-parser',
    'react',
    'react-dom',
    'react-router',
    'valibot',
    ...EXPORTS,
  ],
};

/** Packages that only one file of a side imports, so that each can be replaced in an afternoon. */
export const ONE_FILE = [
  '@marcbachmann/cel-js',
  '@rrweb/record',
  '@rrweb/replay',
  '@valibot/to-json-schema',
  'comlink',
  'html2canvas',
  'idb',
  'jsonc-parser',
  'ky',
  'libsql',
  'maxmind',
  'pino',
  'web-vitals',
];

/** The parts of the project that are programs of their own. */
export const SIDES = ['src', 'worker', 'monitor/src', 'monitor/web', 'demo'];
