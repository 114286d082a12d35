import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * The command as a real process. It is bundled from the sources before the first test and laid out as the package is, so
 * that no build is needed.
 */
export function useCommand(name = 'rewindow-monitor') {
  let folder = '';
  const running = new Set<Child>();
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rewindow-command-'));
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    await symlink(path.join(ROOT, 'monitor/package.json'), path.join(folder, 'package.json'));
    await bundle(path.join(ROOT, `monitor/bin/${name}.mjs`), path.join(folder, 'dist/boot/command.mjs'));
  }, 60_000);
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return {
    run(args: string[], env: { [name: string]: string } = {}) {
      const child = spawn(process.execPath, [path.join(folder, 'dist/boot/command.mjs'), ...args], {
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.add(child);
      child.once('exit', () => running.delete(child));
      return follow(child);
    },
  };
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    logLevel: 'error',
    plugins: [
      {
        name: 'own sources inside, packages outside',
        setup({ onResolve }) {
          onResolve({ filter: /^\.\.\/dist\/.+\.js$/ }, ({ path: compiled }) => ({
            path: path.join(ROOT, 'monitor/src', compiled.slice('../dist/'.length).replace(/js$/, 'ts')),
          }));
          onResolve({ filter: /^[^./]/ }, ({ path: name }) =>
            name.startsWith('rewindow/') ? undefined : { path: name, external: true },
          );
        },
      },
    ],
  });
}

function follow(child: Child) {
  const text = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.errors += chunk.toString()));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, ...text }));
  return {
    ended,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Resolves to the first group of what the output matches, rejects where it ends before. */
    async find(pattern: RegExp): Promise<string> {
      for (;;) {
        const found = pattern.exec(text.output)?.[1];
        if (found !== undefined) return found;
        const isOver = await Promise.race([once(child.stdout, 'data').then(() => false), ended.then(() => true)]);
        if (isOver) throw new Error(`ended without ${String(pattern)}: ${text.output}${text.errors}`);
      }
    },
  };
}
