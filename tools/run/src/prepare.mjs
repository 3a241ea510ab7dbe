// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findNode, missingNodeMessage, NODE_MAJOR } from './find-node.mjs';
import { isLockSatisfied } from './lock-satisfied.mjs';
import { runCommand } from './run-command.mjs';

/** Oldest system Node.js that can run the plain JavaScript of this folder. */
const OLDEST_NODE_MAJOR = 18;

/** Something is missing that only the user can provide; the message says what to do. */
export class SetupError extends Error {}

/**
 * Make a clone ready to run: check the system's Node.js, install what the lock file asks for unless
 * it is there already, and find the Node.js that everything else runs on.
 *
 * No install script runs: `.npmrc` says so, and the flag repeats it for older npm versions.
 *
 * @param {string} root - folder of the repository
 * @param {(line: string) => void} say - progress, one line each
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node.js to use, and an environment with it first on PATH
 * @throws {SetupError} when Node.js, npm, the network or disk space is missing
 */
export async function prepareWorkspace(root, say) {
  const missing = missingNodeMessage(process);
  if (missing) throw new SetupError(missing);
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE_MAJOR) {
    throw new SetupError(
      `Node.js ${OLDEST_NODE_MAJOR} or newer is needed to start; you have ${process.version}.`,
    );
  }
  await install(root, say);
  const node = findNode(root, process);
  if (!node) {
    throw new SetupError(
      `The lock file pins Node.js ${NODE_MAJOR} for ${process.platform}-${process.arch}, but npm left it out.\n` +
        'Remove node_modules and run the same command again, without --omit=optional or --no-optional.',
    );
  }
  return { node, env: environmentFor(root, node) };
}

/**
 * @param {string} root
 * @param {(line: string) => void} say
 */
async function install(root, say) {
  if (!existsSync(join(root, 'package-lock.json'))) {
    throw new SetupError(
      'package-lock.json is missing: this is not a complete clone of the repository.',
    );
  }
  if (isLockSatisfied(root)) {
    say('Dependencies: as the lock file asks, install skipped.');
    return;
  }
  say('Dependencies: npm ci (about a minute the first time) …');
  const startedAt = Date.now();
  const code = await runNpm(root, [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (code !== 0) {
    throw new SetupError(
      `npm ci failed with exit code ${code}; its own message is above.\n` +
        'It needs the package registry that npm is configured for and about 1 GB of free disk space.',
    );
  }
  say(`Dependencies: installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

/**
 * Run npm: the one that started us when there is one, so that its version is the one the user chose.
 *
 * @param {string} root
 * @param {readonly string[]} args
 */
async function runNpm(root, args) {
  const npmScript = process.env['npm_execpath'];
  const options = { cwd: root, env: { ...process.env } };
  try {
    if (npmScript?.endsWith('.js')) {
      return await runCommand(process.execPath, [npmScript, ...args], options);
    }
    return await runCommand('npm', args, { ...options, shell: process.platform === 'win32' });
  } catch (error) {
    throw new SetupError(`npm could not be started (${String(error)}). Install npm 9 or newer.`);
  }
}

/**
 * @param {string} root
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
function environmentFor(root, node) {
  const paths = [dirname(node), join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''];
  return {
    ...process.env,
    PATH: paths.join(delimiter),
    // No process of ours may outlive the command; the daemon would.
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
  };
}
