import { relative, sep } from 'node:path';
import { LAYERS, LIBRARIES } from './layers.mjs';

/**
 * ESLint rule: a folder imports only the packages that `LIBRARIES` allows it, statically, dynamically or as a type (the
 * core rule `no-restricted-imports` doesn't look at `import()`), and the monitor never reaches into the agent's files.
 */
export const allowedImports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      foreign: '{{folder}} may not import {{name}}; its packages are: {{allowed}}.',
      inside:
        'The monitor imports rewindow/wire, rewindow/rules, rewindow/scrub or rewindow/redaction, never the files of the agent.',
    },
  },
  create(context) {
    const folder = folderOf(relative(context.cwd, context.filename).split(sep).join('/'));
    if (folder === undefined) return {};
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const name = source.value;
      if (folder.startsWith('monitor/') && AGENT_FILE.test(name)) {
        context.report({ node: source, messageId: 'inside' });
      } else if (!isAllowed(name, LIBRARIES[folder])) {
        const allowed = LIBRARIES[folder].join(', ') || 'none';
        context.report({ node: source, messageId: 'foreign', data: { folder, name, allowed } });
      }
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
    };
  },
};

const AGENT_FOLDERS = Object.keys(LAYERS).flatMap((folder) => /^src\/(.+)$/.exec(folder)?.[1] ?? []);
const AGENT_FILE = new RegExp(`^\\.{1,2}/.*\\bsrc/(?:${AGENT_FOLDERS.join('|')})/`);

/** The longest folder of the table that holds the file. */
function folderOf(path) {
  return Object.keys(LIBRARIES)
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((one, other) => other.length - one.length)[0];
}

/** An entry that ends in a colon or a slash allows all that begins with it. */
function isAllowed(name, libraries) {
  if (/^\.{1,2}\//.test(name)) return true;
  return libraries.some((library) =>
    /[:/]$/.test(library) ? name.startsWith(library) : name === library || name.startsWith(`${library}/`),
  );
}
