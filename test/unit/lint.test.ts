import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';

/**
 * Proves that each fence of the architecture stands: every file in test/lint/bad breaks one rule on purpose, says which in
 * its head, and exactly that rule has to fire. `as:` names the place in the tree that the sample pretends to be in.
 */
const root = join(import.meta.dirname, '../..');
const bad = join(root, 'test/lint/bad');

/** For samples that only pretend to be where they are: no TypeScript project knows them. */
const untyped = new ESLint({
  cwd: root,
  ignore: false,
  overrideConfig: [
    { ...tseslint.configs.disableTypeChecked, languageOptions: { parserOptions: { projectService: false } } },
  ],
});
const typed = new ESLint({ cwd: root, ignore: false });

function samples(folder: string): string[] {
  return readdirSync(join(bad, folder))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/** Head of a sample: its leading comments `// name: value`. */
function readHead(text: string): Map<string, string> {
  const head = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^\/\/ (\w+): (.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    head.set(name, value);
  }
  return head;
}

async function firedRules(eslint: ESLint, text: string, filePath: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath });
  const messages = results.flatMap((result) => result.messages);
  return [...new Set(messages.map((message) => nameOf(message)))].sort();
}

function nameOf({ ruleId, message }: { ruleId: string | null; message: string }): string {
  return ruleId ?? (message.includes('noInlineConfig') ? 'inline-config' : message);
}

function expectedRules(head: Map<string, string>): string[] {
  return (head.get('fires') ?? 'no rule named').split(', ').sort();
}

describe('lint', { timeout: 120_000 }, () => {
  test.each(samples('.'))('%s', async (name) => {
    const text = readFileSync(join(bad, name), 'utf8');
    const head = readHead(text);
    const filePath = join(root, head.get('as') ?? 'place missing');
    expect(await firedRules(untyped, text, filePath)).toEqual(expectedRules(head));
  });

  test.each([...samples('typed'), ...samples('cycle')])('%s', async (name) => {
    const filePath = join(bad, name);
    const text = readFileSync(filePath, 'utf8');
    expect(await firedRules(typed, text, filePath)).toEqual(expectedRules(readHead(text)));
  });
});

describe('compiler', { timeout: 120_000 }, () => {
  test.each(samples('types'))('%s', (name) => {
    const filePath = join(bad, name);
    const head = readHead(readFileSync(filePath, 'utf8'));
    const codes = compile(filePath, join(root, head.get('project') ?? 'project missing', 'tsconfig.json'));
    expect(codes).toEqual([head.get('error')]);
  });
});

/** Compiles one file as a member of a project: with its libraries, types and strictness. */
function compile(filePath: string, project: string): string[] {
  const config: unknown = ts.readConfigFile(project, (path) => ts.sys.readFile(path)).config;
  const folder = join(project, '..');
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram([filePath], {
    ...options,
    composite: false,
    incremental: false,
    noEmit: true,
    rootDir: root,
  });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => `TS${String(diagnostic.code)}`);
}
