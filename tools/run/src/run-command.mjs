// @ts-check
import { spawn } from 'node:child_process';

/**
 * Run a program in the foreground with our terminal, and hand its signals through: Ctrl-C reaches
 * the whole foreground group by itself, SIGTERM would otherwise stop here.
 *
 * @param {string} command - a program, looked up on PATH when it is not a path
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, shell?: boolean }} options - `shell` only for npm on Windows
 * @returns {Promise<number>} its exit code; 128 + signal number when a signal ended it
 */
export function runCommand(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { ...options, stdio: 'inherit' });
    const onTerminate = () => child.kill('SIGTERM');
    // The child gets Ctrl-C from the terminal too; we only wait for it to finish its clean-up.
    const onInterrupt = () => undefined;
    process.on('SIGTERM', onTerminate);
    process.on('SIGINT', onInterrupt);
    const finish = () => {
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
