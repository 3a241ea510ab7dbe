import { exitCodes, StopRequestedError, UsageError } from '@pipelines/command-line';
import manifest from '../../package.json' with { type: 'json' };
import { toStepError } from '../lambda/step-error.ts';
import type { CliIo } from './cli-io.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { exitCodeOf } from './exit-codes.ts';

/**
 * Run one command line of the program and return its exit code; never throws.
 *
 * With `--json` stdout is one document, of a failure too: `{status: "error", error_type, error}`. Every
 * error stands on stderr as `sbir-refresh COMMAND: what is wrong`.
 */
export async function runProgram(args: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') {
    io.out(manifest.version);
    return exitCodes.ok;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(overview());
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const isJson = rest.includes('--json');
  try {
    const command = commandOf(name);
    if (rest.includes('--help') || rest.includes('-h')) {
      io.out(command.help);
      return exitCodes.ok;
    }
    io.signal.throwIfAborted();
    const { document, lines, exitCode } = await command.run(rest, io);
    if (isJson) io.out(JSON.stringify(document, null, 2));
    else for (const line of lines) io.out(line);
    return exitCode;
  } catch (thrown) {
    return reportError(name, thrown, { isJson, io });
  }
}

function commandOf(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  throw new UsageError(`Unknown command "${name}".`);
}

function reportError(
  name: string,
  thrown: unknown,
  { isJson, io }: { readonly isJson: boolean; readonly io: CliIo },
): number {
  const isOurs = thrown instanceof UsageError || thrown instanceof StopRequestedError;
  const error = isOurs ? thrown : namedError(thrown);
  if (isJson) {
    const document = { status: 'error', error_type: error.name, error: error.message };
    io.out(JSON.stringify(document, null, 2));
  }
  io.err(`sbir-refresh ${name}: ${error.message}`);
  if (error instanceof UsageError) {
    io.err(`Try: sbir-refresh ${Object.hasOwn(commands, name) ? `${name} ` : ''}--help`);
  }
  return exitCodeOf(error);
}

/** Under its contract name, and without a foreign message, which may quote a row. */
function namedError(thrown: unknown): Error {
  // A file of this machine that is not there is not a field of an event.
  if (thrown instanceof Error && thrown.name === 'FileNotFoundError') return thrown;
  return toStepError(thrown).error;
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    'Usage: sbir-refresh COMMAND [options]',
    'The weekly refresh of SBIR awards, in this process.',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Every command takes --help, --bucket B or --data-dir DIR, --json, --quiet and -v.',
    'Settings come from the environment, then from .env in the working directory.',
    'Exit codes: 0 ok or nothing changed, 1 failed, 2 usage, 3 configuration or connection,',
    '4 quality gate, 5 time budget, 6 lock held, 130 SIGINT, 143 SIGTERM.',
  ].join('\n');
}
