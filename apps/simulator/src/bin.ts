import { systemClock } from '@pipelines/core';
import { askOnTerminal } from './cli/ask-on-terminal.ts';
import { StopRequestedError } from './cli/cli-errors.ts';
import type { TextSink } from './cli/cli-io.ts';
import { exitCodes } from './cli/exit-codes.ts';
import { loadEnvironment } from './cli/load-environment.ts';
import { runProgram } from './cli/run-program.ts';

// The only file that touches `process`.

/**
 * One Ctrl-C can arrive up to three times: from the terminal, from npm and from bin/simulator.mjs.
 * Only a signal later than this is a second wish, which nobody's clean-up delays.
 */
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
process.on('SIGHUP', () => requestStop('SIGTERM'));
// Set only under bin/simulator.mjs on an older Node: that process has died, so nobody waits for us.
process.on('disconnect', () => requestStop('SIGTERM'));

/** Readers such as `head` close early: then nobody wants the rest. Stops engines on the way out. */
process.stdout.on('error', () => requestStop('SIGTERM'));

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  const isDumb = process.env['TERM'] === 'dumb' || process.env['CI'] !== undefined;
  return { isTerminal: stream.isTTY === true && !isDumb, write: (text) => stream.write(text) };
}

async function main(): Promise<number> {
  try {
    const env = loadEnvironment(process.cwd(), process.env);
    return await runProgram(process.argv.slice(2), {
      out: sinkOf(process.stdout),
      err: sinkOf(process.stderr),
      env,
      cwd: process.cwd(),
      clock: systemClock,
      signal: stop.signal,
      peakMemoryBytes: () => process.resourceUsage().maxRSS * 1_024,
      ask: (question) =>
        askOnTerminal(question, {
          input: process.stdin,
          output: process.stderr,
          signal: stop.signal,
        }),
    });
  } catch (error) {
    process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodes.configuration;
  }
}

const exitCode = await main();
// Text that a pipe has not taken yet would be lost by exit(); nothing else is worth waiting for.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(exitCode);
