// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of Nx's command line script, to be run by the Node.js that we choose. `node_modules/.bin/nx`
 * would do as well, but it is a shell script on Windows.
 *
 * @param {string} root - folder of the repository, after the install
 * @throws the file system's error when Nx is not installed
 */
export function nxScript(root) {
  const folder = join(root, 'node_modules/nx');
  /** @type {{ bin: Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = manifest.bin['nx'];
  if (script === undefined) throw new Error(`${folder} has no command "nx"`);
  return join(folder, script);
}
