/** Rules about the shape of code: lengths, names, state and borders. */

const VAGUE = ['Manager', 'Helper', 'Util', 'Service', 'Processor', 'Info', 'Misc'];
const WORDS = VAGUE.join('|');
/** A vague word at the start of a name or inside it, in singular or plural, as a word of its own. */
const VAGUE_NAME = `(?:(?:${WORDS})|^(?:${WORDS.toLowerCase()}))s?(?=[A-Z0-9_]|$)`;

export const naming = {
  '@typescript-eslint/naming-convention': [
    'error',
    {
      selector: ['variable', 'function', 'parameter', 'typeLike', 'method'],
      format: null,
      custom: { regex: VAGUE_NAME, match: false },
    },
    // Names that are taken out of a library's objects aren't ours.
    { selector: ['variable', 'parameter'], modifiers: ['destructured'], format: null },
  ],
};

/** Files whose own name, or whose folder's, says nothing. */
export const vagueFiles = {
  files: [
    ...VAGUE.flatMap((word) => [`**/*${word}{,s,[A-Z]*}.*`, `**/${word.toLowerCase()}{,s}.*`]),
    ...['util', 'utils', 'helpers', 'common', 'misc'].map((folder) => `**/${folder}/**`),
  ],
  rules: {
    'no-restricted-syntax': [
      'error',
      { selector: 'Program', message: 'This file needs a name that says what is in it.' },
    ],
  },
};

export const sizes = {
  'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: false, skipComments: false, IIFEs: true }],
  '@typescript-eslint/max-params': ['error', { max: 4 }],
};

const moduleState = ['Program', 'Program > ExportNamedDeclaration'].map((parent) => ({
  selector: `${parent} > VariableDeclaration[kind='let']`,
  message: 'No state at module level: pass it in, or keep it in what a createX returns.',
}));

export const syntax = {
  'no-restricted-syntax': [
    'error',
    ...moduleState,
    {
      selector: "TSAsExpression > CallExpression.expression[callee.object.name='JSON'][callee.property.name='parse']",
      message: 'What crosses a border is parsed with a schema, not cast.',
    },
    {
      selector: "TSAsExpression > AwaitExpression.expression > CallExpression.argument[callee.property.name='json']",
      message: 'What crosses a border is parsed with a schema, not cast.',
    },
    {
      selector: 'ClassDeclaration:not([superClass.name=/Error$/])',
      message: 'Only errors are classes; everything else is a function that returns a handle.',
    },
  ],
};
