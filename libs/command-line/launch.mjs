// Plain JavaScript that Node 18 can run, without a package that may not be installed yet.
import { spawn } from 'node:child_process';
import nodeModule from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first major version that runs TypeScript sources without a flag and without a warning. */
const NEEDED_MAJOR = 24;
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** "Configuration" in the table of exit codes; src/exit-codes.ts has them all. */
const EXIT_CONFIGURATION = 3;

/**
 * Find a Node that runs TypeScript sources, this one or the pinned one, and start a program with it.
 *
 * @param {string} name what the program is called in messages
 * @param {URL} program its TypeScript file
 */
export async function launch(name, program) {
  // Stripped and compiled sources are kept, which halves the start time from the second start on.
  const cacheDir = fileURLToPath(new URL(`../../node_modules/.cache/${name}`, import.meta.url));
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) {
    nodeModule.enableCompileCache(cacheDir);
    await import(program.href);
    return;
  }
  const node = findPinnedNode();
  if (node) handOver(node, { name, program, cacheDir });
  else explainWhatToInstall(name);
}

function findPinnedNode() {
  const isWindows = process.platform === 'win32';
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  try {
    const manifest = nodeModule.createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'bin', isWindows ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

function handOver(node, { name, program, cacheDir }) {
  // The channel closes when this process dies, even by SIGKILL; the program then ends, too.
  const child = spawn(node, [fileURLToPath(program), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: cacheDir },
  });
  for (const signal of FORWARDED_SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${name}: "${node}" does not start: ${error.message}`);
    explainWhatToInstall(name);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function explainWhatToInstall(name) {
  console.error(
    `${name}: needs Node ${NEEDED_MAJOR} or later; ` +
      `this is ${process.version} on ${process.platform}-${process.arch}.\n` +
      'Run `npm ci` in the repository: it brings a pinned Node where a package for the platform exists.\n' +
      `Elsewhere install Node ${NEEDED_MAJOR} from https://nodejs.org and run the command again.`,
  );
  process.exitCode = EXIT_CONFIGURATION;
}
