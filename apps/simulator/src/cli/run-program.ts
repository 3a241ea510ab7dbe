import { exitCodes, StopRequestedError, UsageError } from '@pipelines/command-line';
import { messageOf } from '@pipelines/core';
import manifest from '../../package.json' with { type: 'json' };
import { writeLine, type CliIo } from './cli-io.ts';
import { commands, type Command } from './commands.ts';
import { didYouMean } from './did-you-mean.ts';
import { exitCodeOfThrown } from './exit-code-of-error.ts';

const DEFAULT_COMMAND = 'serve';

/**
 * Run one command line of the program and return its exit code; never throws.
 *
 * Without a command, `serve` runs. `--help` and `--version` are answered on stdout, every error on
 * stderr as `simulator COMMAND: what is wrong`, with the way to the command's help when the line
 * itself was wrong. Exit codes: see {@link exitCodes}.
 */
export async function runProgram(args: readonly string[], io: CliIo): Promise<number> {
  const [first] = args;
  if (first === '--version') {
    writeLine(io.out, manifest.version);
    return exitCodes.ok;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    writeLine(io.out, overview());
    return exitCodes.ok;
  }
  const hasCommand = first !== undefined && !first.startsWith('-');
  const name = hasCommand ? first : DEFAULT_COMMAND;
  try {
    const command = await loadCommand(name);
    return await runCommand(command, hasCommand ? args.slice(1) : args, io);
  } catch (error) {
    // Who asked for the end need not be told; everyone else is.
    if (error instanceof StopRequestedError) return error.exitCode;
    writeLine(io.err, `simulator ${name}: ${messageOf(error)}`);
    if (error instanceof UsageError) writeLine(io.err, helpHint(name));
    return exitCodeOfThrown(error);
  }
}

async function loadCommand(name: string): Promise<Command> {
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry) return entry.load();
  throw new UsageError(`Unknown command "${name}".${didYouMean(name, Object.keys(commands))}`);
}

async function runCommand(command: Command, args: readonly string[], io: CliIo): Promise<number> {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) {
    writeLine(io.out, command.subcommandHelp?.[args[0] ?? ''] ?? command.help);
    return exitCodes.ok;
  }
  return command.run(args, io);
}

function helpHint(name: string): string {
  const isKnown = Object.hasOwn(commands, name);
  return `Try: simulator ${isKnown ? `${name} --help` : '--help'}`;
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    'Usage: simulator [COMMAND] [options]',
    'AWS on a laptop. Begin with: simulator run etl-pipeline --mock',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Every command takes --help, --data-dir DIR, --json and --quiet.',
    'Settings come from the environment, then from .env in the working directory.',
    'Exit codes: 0 ok, 1 failed, 2 usage, 3 configuration or connection, 4 quality gate,',
    '5 timeout, 6 lock held, 130 and 143 stopped by SIGINT and SIGTERM. No telemetry is sent.',
  ].join('\n');
}
