#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { runRewindow } from '../dist/cli/runRewindow.js';

process.exitCode = await runRewindow({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  printError: (line) => process.stderr.write(`${line}\n`),
  readText: (file) => readFile(file, 'utf8'),
  fetch,
});
