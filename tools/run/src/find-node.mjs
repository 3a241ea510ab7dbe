// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Lambda runtime's major version; everything after the install runs on it. */
export const NODE_MAJOR = 24;

/** Platforms for which the lock pins a Node.js package (see `optionalDependencies` in package.json). */
const PINNED_PLATFORMS = ['linux-x64', 'linux-arm64', 'win32-x64'];

/**
 * @typedef {{ version: string, execPath: string, platform: string, arch: string }} Runtime
 */

/**
 * Path of a Node.js that can run this repository: the package pinned by the lock where there is
 * one, else the running one when it is new enough.
 *
 * @param {string} root - folder of the repository, after the install
 * @param {Runtime} runtime - the running Node.js; injected so that other platforms can be tested
 * @returns {string | undefined} undefined when neither is there
 */
export function findNode(root, runtime) {
  const name = `node-${runtime.platform === 'win32' ? 'win' : runtime.platform}-${runtime.arch}`;
  const file = runtime.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', name, 'bin', file);
  if (existsSync(pinned)) return pinned;
  return majorOf(runtime.version) >= NODE_MAJOR ? runtime.execPath : undefined;
}

/**
 * What to tell someone whose machine cannot get Node.js 24 through the lock, or undefined when it
 * can or already has it. Asked before the install, so that nobody waits for a download in vain.
 *
 * @param {Runtime} runtime - the running Node.js
 */
export function missingNodeMessage(runtime) {
  const platform = `${runtime.platform}-${runtime.arch}`;
  if (majorOf(runtime.version) >= NODE_MAJOR || PINNED_PLATFORMS.includes(platform)) {
    return undefined;
  }
  return (
    `This repository runs on Node.js ${NODE_MAJOR}; you have ${runtime.version}, and there is no ` +
    `Node.js package for ${platform} in the lock file.\n` +
    `Install Node.js ${NODE_MAJOR} (for instance "nvm install ${NODE_MAJOR}" or "fnm install ${NODE_MAJOR}") ` +
    'and run the same command again.'
  );
}

/** @param {string} version - "v24.21.0" */
function majorOf(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}
