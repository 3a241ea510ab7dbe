// @ts-check
// `npm test`: install, then types, unit, contract, database and repository tests, from a fresh clone.
// Plain JavaScript, because it runs on the system's Node.js (18 or newer) before anything is installed.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nxScript } from './src/nx-script.mjs';
import { prepareWorkspace, SetupError } from './src/prepare.mjs';
import { runCommand } from './src/run-command.mjs';
import { collectResults, summaryLine } from './src/test-results.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** @param {string} line */
const say = (line) => console.error(line);

try {
  const { node, env } = await prepareWorkspace(root, say);
  const nx = nxScript(root);
  const args = [nx, 'run-many', '-t', 'typecheck', 'test', '--outputStyle=static'];
  const code = await runCommand(node, [...args, ...process.argv.slice(2)], { cwd: root, env });
  const results = collectResults(root);
  for (const test of results.skippedTests) say(`SKIPPED  ${test}`);
  console.log(summaryLine(results));
  process.exitCode = code === 0 && results.failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 3;
}
