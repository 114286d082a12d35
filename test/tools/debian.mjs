import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

/** Installing what tests need, where that is possible: as root, on a system of Debian's family. */
export function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** A mirror that does not answer must not hold up a build for ever. */
const TIME_LIMIT_MS = 10 * 60_000;

/** @param {string[]} packages @throws where apt-get has failed */
export function installFromDebian(packages, say) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const [text, args] of [
    ['Reading the package lists …', ['-o', 'Acquire::Retries=3', 'update']],
    [`Installing ${packages.join(', ')} …`, ['-o', 'Acquire::Retries=3', 'install', '-y', ...packages]],
  ]) {
    say(text);
    const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2], timeout: TIME_LIMIT_MS });
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed.`);
  }
}
