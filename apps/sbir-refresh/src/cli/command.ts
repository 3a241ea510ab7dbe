import type { JsonObject } from '@pipelines/core';
import type { CliIo } from './cli-io.ts';

/** What a command found out; it is printed as JSON with `--json`, else as `lines`. */
export interface CommandResult {
  readonly exitCode: number;
  readonly document: JsonObject;
  readonly lines: readonly string[];
}

/** One command of the program. */
export interface Command {
  /** One line for the overview. */
  readonly summary: string;
  /** Fits one screen; begins with `Usage:`. */
  readonly help: string;
  /** Throws named errors, which the program reports. */
  run(args: readonly string[], io: CliIo): Promise<CommandResult>;
}
