import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { messageOf, systemClock } from '@pipelines/core';
import { StopRequestedError } from './cli/cli-errors.ts';
import { exitCodes } from './cli/exit-codes.ts';
import { runProgram } from './cli/run-program.ts';

// The only file of the program that touches `process`.

/** One Ctrl-C can arrive twice, from the terminal and from npm; a later one is a second wish. */
const SAME_WISH_MS = 500;

const stop = new AbortController();
let firstSignalMs: number | undefined;

function requestStop(signal: 'SIGINT' | 'SIGTERM'): void {
  const reason = new StopRequestedError(signal);
  if (firstSignalMs === undefined) {
    firstSignalMs = Date.now();
    stop.abort(reason);
    return;
  }
  if (Date.now() - firstSignalMs > SAME_WISH_MS) process.exit(reason.exitCode);
}

process.on('SIGINT', () => requestStop('SIGINT'));
process.on('SIGTERM', () => requestStop('SIGTERM'));
// Set only under bin/sbir-refresh.mjs on an older Node: that process has died.
process.on('disconnect', () => requestStop('SIGTERM'));
/** Readers such as `head` close early: then nobody wants the rest. */
process.stdout.on('error', () => requestStop('SIGTERM'));

async function main(): Promise<number> {
  try {
    // The SDK reads the environment of the process; a variable that is set already wins.
    if (existsSync('.env')) process.loadEnvFile('.env');
  } catch (thrown) {
    console.error(`sbir-refresh: .env: ${messageOf(thrown)}`);
    return exitCodes.configuration;
  }
  return runProgram(process.argv.slice(2), {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    env: process.env,
    cwd: process.cwd(),
    clock: systemClock,
    signal: stop.signal,
    owner: `${hostname()} process ${process.pid}`,
  });
}

const exitCode = await main();
// Text that a pipe has not taken yet would be lost by exit(); a step that was left is not waited for.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(exitCode);
