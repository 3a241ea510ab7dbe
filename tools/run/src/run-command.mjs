// @ts-check
import { spawn } from 'node:child_process';
import { ancestors } from './ancestors.mjs';

/** How often to look whether the process that started us is still there. */
const PARENT_CHECK_MS = 500;

/**
 * Run a program in the foreground with our terminal, and hand its signals through: Ctrl-C reaches
 * the whole foreground group by itself, SIGTERM would otherwise stop here. A parent that was killed
 * outright (npm, a terminal) sends nothing: then the program is asked to stop in its place.
 *
 * @param {string} command - a program, looked up on PATH when it is not a path
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, shell?: boolean, hasChannel?: boolean }} options - `shell` only for npm on Windows; `hasChannel` for our own programs, which end when the channel closes
 * @returns {Promise<number>} its exit code; 128 + signal number when a signal ended it
 */
export function runCommand(command, args, options) {
  return new Promise((resolve, reject) => {
    // A channel tells the program when this process dies; programs that know none ignore it.
    const child = spawn(command, [...args], {
      ...options,
      stdio: ['inherit', 'inherit', 'inherit', options.hasChannel ? 'ipc' : 'ignore'],
    });
    const onTerminate = () => child.kill('SIGTERM');
    // The child gets Ctrl-C from the terminal too; we only wait for it to finish its clean-up.
    const onInterrupt = () => undefined;
    process.on('SIGTERM', onTerminate);
    process.on('SIGINT', onInterrupt);
    const startedBy = ancestors(process.ppid);
    const parentCheck = setInterval(() => {
      if (ancestors(process.ppid) !== startedBy) child.kill('SIGTERM');
    }, PARENT_CHECK_MS);
    const finish = () => {
      clearInterval(parentCheck);
      process.off('SIGTERM', onTerminate);
      process.off('SIGINT', onInterrupt);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      finish();
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGTERM' ? 15 : 9));
    });
  });
}
