// @ts-check
// `npm start`: install, build, and run the conflict report on a real PostgreSQL, from a fresh clone.
// Plain JavaScript, because it runs on the system's Node.js (18 or newer) before anything is installed.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nxScript } from './src/nx-script.mjs';
import { prepareWorkspace, SetupError } from './src/prepare.mjs';
import { runCommand } from './src/run-command.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** @param {string} line */
const say = (line) => console.error(line);

try {
  const { node, env } = await prepareWorkspace(root, say);
  say('Lambda zips: nx run-many -t package …');
  const nx = nxScript(root);
  const built = await runCommand(node, [nx, 'run-many', '-t', 'package', '--outputStyle=static'], {
    cwd: root,
    env,
  });
  if (built !== 0) throw new SetupError('The Lambda zips could not be built; the reason is above.');
  const simulator = join(root, 'apps/simulator/src/bin.ts');
  const args = [simulator, 'demo', ...process.argv.slice(2)];
  process.exitCode = await runCommand(node, args, { cwd: root, env, hasChannel: true });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 3;
}
