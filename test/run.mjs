import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { countPlaywright, countSizes, countVitest } from './tools/counts.mjs';
import { ensureChromium } from './tools/chromium.mjs';
import { ensureEngines } from './tools/engines.mjs';

/**
 * `npm test`: browsers, a build, then unit and browser tests (vitest), end-to-end tests in Chromium (Playwright) and in all
 * engines (vitest), and bundle sizes. The last line is the sum, `N passed, N failed`; the exit code is 0 only if something ran and nothing failed.
 */
const root = join(import.meta.dirname, '..');
const startedAt = Date.now();
const reports = mkdtempSync(join(tmpdir(), 'rewindow-test-'));
const vitestReport = join(reports, 'vitest.json');
const enginesReport = join(reports, 'engines.json');
const playwrightReport = join(reports, 'playwright.json');

const VITEST = ['node_modules/.bin/vitest', 'run', '--no-allowOnly', '--reporter=default', '--reporter=json'];
/** Drivers and browsers that hang have limits of their own; this one is for what nobody has thought of. */
const STEP_LIMIT_MS = 40 * 60_000;

/** What the last lines before the sum say: a log of thousands of lines is read from its end. */
const notes = [];

const steps = [
  {
    title: 'unit and browser tests',
    command: [...VITEST, '--project=unit', '--project=browser', `--outputFile.json=${vitestReport}`],
    count: () => countVitest(readJson(vitestReport), note),
  },
  {
    title: 'end-to-end tests',
    command: ['node_modules/.bin/playwright', 'test', '--forbid-only'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    count: () => countPlaywright(readJson(playwrightReport), note),
  },
  {
    title: 'tests in Chromium, Firefox and WebKit',
    command: [...VITEST, '--project=engines', `--outputFile.json=${enginesReport}`],
    count: () => countVitest(readJson(enginesReport), note),
  },
  {
    title: 'bundle sizes',
    command: ['node_modules/.bin/size-limit', '--json'],
    isQuiet: true,
    count: (output) => countSizes(JSON.parse(output), say),
  },
];

process.exitCode = await main();

async function main() {
  const chromium = await ensureChromium(say);
  say(`Chromium: ${chromium}`);
  ensureEngines(say);
  const env = { ...process.env, CHROMIUM_PATH: chromium };
  try {
    say('build');
    const build = await run({ command: ['npm', 'run', '--silent', 'build'] }, env);
    return report(build.code === 0 ? await runSteps(env) : { passed: 0, failed: 1 });
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

async function runSteps(env) {
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    say(step.title);
    const { passed, failed } = await runStep(step, env);
    say(`${step.title}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

/** A step that ends badly without naming a failed test has failed all the same: once. */
async function runStep(step, env) {
  const { code, output } = await run(step, { ...env, ...step.env });
  const counted = tryCount(() => step.count(output));
  const isSilentFailure = code !== 0 && counted.failed === 0;
  if (!isSilentFailure) return counted;
  note(`FAILED: ${step.title} ended with ${code}, and names no test`);
  return { passed: counted.passed, failed: 1 };
}

function tryCount(count) {
  try {
    return count();
  } catch (error) {
    note(`no readable result: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  }
}

function run({ command: [program, ...args], isQuiet = false }, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env,
      timeout: STEP_LIMIT_MS,
      stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', 'inherit'],
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      say(error.message);
      resolve({ code: 1, output: '' });
    });
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

function note(text) {
  notes.push(text);
}

function report({ passed, failed }) {
  for (const line of notes) say(line);
  console.log(`${passed} passed, ${failed} failed`);
  return passed > 0 && failed === 0 ? 0 : 1;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function say(text) {
  console.log(`[${((Date.now() - startedAt) / 1000).toFixed(0)} s] ${text}`);
}
