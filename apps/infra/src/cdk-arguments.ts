import { PipelineError } from '@pipelines/core';

/** The command is none of those that the targets of this project run. */
export class UnknownCommandError extends PipelineError {
  static {
    UnknownCommandError.prototype.name = 'UnknownCommandError';
  }
}

/** Options of the CDK that take the next word as their value. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  ...['-c', '--context', '-r', '--role-arn', '-O', '--outputs-file', '-m', '--method'],
  ...['--parameters', '--profile', '--concurrency', '--toolkit-stack-name', '--tags', '-t'],
]);

/** Our command, as the CDK has it. Those that stop without a stack get every one. */
const COMMANDS: Readonly<Record<string, (hasStack: boolean) => readonly string[]>> = {
  synth: () => ['synth', '--quiet'],
  nag: () => ['synth', '--quiet', '--strict'],
  diff: () => ['diff'],
  bootstrap: () => ['bootstrap'],
  deploy: (hasStack) => ['deploy', '--require-approval', 'never', ...(hasStack ? [] : ['--all'])],
  destroy: (hasStack) => ['destroy', ...(hasStack ? [] : ['--all'])],
};

/**
 * Arguments of the CDK for a target of this project and what was given after `--`.
 *
 * @param given - stacks by their ids, and options of the CDK: `--context stage=prod`
 * @throws {UnknownCommandError}
 */
export function cdkArguments(command: string, given: readonly string[]): readonly string[] {
  const base = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!base) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new UnknownCommandError(`No command "${command}". There is: ${known}.`);
  }
  const isStack = (word: string, at: number): boolean =>
    !word.startsWith('-') && !WITH_VALUE.has(given[at - 1] ?? '');
  return [...base(given.some(isStack)), ...given];
}
