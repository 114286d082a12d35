import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { allowedImports } from './test/lint/allowedImports.mjs';
import { restrictedPaths } from './test/lint/restrictedPaths.mjs';
import { naming, sizes, syntax, vagueFiles } from './test/lint/shape.mjs';

/**
 * The architecture, executable. Direction of imports and allowed packages stand in test/lint/layers.mjs; each rule has a
 * sample in test/lint/bad that must fail.
 */

const TYPESCRIPT = ['**/*.{ts,tsx}'];
const CONFIGS = ['*.config.ts', '*/*.config.ts', '*/*/*.config.ts'];

const correctness = {
  eqeqeq: 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
  'import-x/no-cycle': ['error', { ignoreExternal: true }],
  'import-x/no-default-export': 'error',
  'architecture/allowed-imports': 'error',
  'import-x/no-restricted-paths': ['error', restrictedPaths(import.meta.dirname)],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/consistent-type-imports': [
    'error',
    { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
  // `record['kind']` says that the name isn't known to the type.
  '@typescript-eslint/dot-notation': 'off',
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  // There are no classes here, so that no method of ours needs its object; natives are called with theirs.
  '@typescript-eslint/unbound-method': 'off',
  // `async` also turns what is thrown into a rejection, and a port may be implemented by something synchronous.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }, 'string'] }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
};

const tests = {
  files: ['test/**/*.{ts,mjs}'],
  ignores: ['test/lint/bad/**'],
  rules: {
    // What a test reads wrongly, its expectations find.
    '@typescript-eslint/no-unsafe-argument': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off',
    '@typescript-eslint/no-unsafe-call': 'off',
    '@typescript-eslint/no-unsafe-member-access': 'off',
    '@typescript-eslint/no-unsafe-return': 'off',
    'max-lines-per-function': 'off',
    '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
    '@typescript-eslint/max-params': 'off',
    '@typescript-eslint/no-non-null-assertion': 'off',
  },
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'data/**', 'test/lint/bad/**', '**/test-results/**', 'coverage/**'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX, architecture: { rules: { 'allowed-imports': allowedImports } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          conditionNames: ['source', 'types', 'import', 'default'],
          noWarnOnMultipleProjects: true,
        }),
      ],
    },
    rules: { ...correctness, ...sizes, ...syntax, ...naming },
  },
  {
    files: ['src/**/*.ts', 'worker/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { globals: nodeGlobals() },
    rules: { ...sizes, 'no-restricted-syntax': syntax['no-restricted-syntax'] },
  },
  tests,
  // Playwright takes a reporter from a file's default export.
  { files: ['test/**/*Reporter.ts'], rules: { 'import-x/no-default-export': 'off' } },
  // Configurations aren't part of a TypeScript project, and their tools want a default export.
  {
    files: CONFIGS,
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { 'import-x/no-default-export': 'off', 'architecture/allowed-imports': 'off' },
  },
  vagueFiles,
);

function nodeGlobals() {
  const names = ['process', 'console', 'URL', 'URLSearchParams', 'Buffer', 'fetch', 'setTimeout', 'clearTimeout'];
  const others = ['setInterval', 'clearInterval', 'setImmediate', 'performance', 'AbortController', 'TextEncoder'];
  return Object.fromEntries([...names, ...others, 'TextDecoder'].map((name) => [name, 'readonly']));
}
