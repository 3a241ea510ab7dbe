import { exitCodes, stopOnSignals } from '@pipelines/command-line';
import { systemClock } from '@pipelines/core';
import { askOnTerminal } from './cli/ask-on-terminal.ts';
import type { TextSink } from './cli/cli-io.ts';
import { loadEnvironment } from './cli/load-environment.ts';
import { runProgram } from './cli/run-program.ts';

// The only file that touches `process`, beside `stopOnSignals`.

const signal = stopOnSignals(['SIGHUP']);

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
      signal,
      peakMemoryBytes: () => process.resourceUsage().maxRSS * 1_024,
      ask: (question) =>
        askOnTerminal(question, {
          input: process.stdin,
          output: process.stderr,
          signal,
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
