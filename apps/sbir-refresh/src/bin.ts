import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { exitCodes, stopOnSignals } from '@pipelines/command-line';
import { messageOf, systemClock } from '@pipelines/core';
import { runProgram } from './cli/run-program.ts';

// The only file of the program that touches `process`, beside `stopOnSignals`.

const signal = stopOnSignals();

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
    signal,
    owner: `${hostname()} process ${process.pid}`,
  });
}

const exitCode = await main();
// Text that a pipe has not taken yet would be lost by exit(); a step that was left is not waited for.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(exitCode);
