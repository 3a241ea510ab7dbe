import type { CliIo } from './cli-io.ts';

/** What each file of src/commands exports. */
export interface Command {
  /** Fits one screen; begins with `Usage:`. */
  readonly help: string;
  /** Help of a first argument that has its own. */
  readonly subcommandHelp?: Readonly<Record<string, string>>;
  /** @returns the exit code; throws named errors, which the caller reports */
  run(args: readonly string[], io: CliIo): Promise<number>;
}

/** A command before it is loaded: starting `run --mock` must not load the server, and so on. */
export interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command by name, in the order of the help. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  serve: {
    summary: 'the default: answer the AWS CLI and SDK on 127.0.0.1:8083 until Ctrl-C',
    load: () => import('../commands/serve.ts'),
  },
  run: {
    summary: 'one execution of a state machine, with its report',
    load: () => import('../commands/run.ts'),
  },
  invoke: {
    summary: 'one invocation of a Lambda',
    load: () => import('../commands/invoke.ts'),
  },
  seed: {
    summary: 'generated visits into the database, or the files of the SBIR refresh',
    load: () => import('../commands/seed.ts'),
  },
  dump: {
    summary: 'write every table as a CSV file',
    load: () => import('../commands/dump.ts'),
  },
  sql: {
    summary: 'ask the database',
    load: () => import('../commands/sql.ts'),
  },
  cypher: {
    summary: 'ask the graph',
    load: () => import('../commands/cypher.ts'),
  },
  s3: {
    summary: 'list and copy objects of the local S3',
    load: () => import('../commands/s3.ts'),
  },
  outbox: {
    summary: 'what states sent to topics and queues',
    load: () => import('../commands/outbox.ts'),
  },
  permissions: {
    summary: 'what the functions called, against the roles of a synthesised assembly',
    load: () => import('../commands/permissions.ts'),
  },
  'test-connections': {
    summary: 'check settings, connection and schemas',
    load: () => import('../commands/test-connections.ts'),
  },
  'validate-task': {
    summary: 'check the results of task 01 or 02 by counts',
    load: () => import('../commands/validate-task.ts'),
  },
  explain: {
    summary: 'why a pair of visits is a conflict, or none',
    load: () => import('../commands/explain.ts'),
  },
  try: {
    summary: 'guided tests of the Lambda, mocked and, if you agree, on the database',
    load: () => import('../commands/try.ts'),
  },
  'view-errors': {
    summary: 'the end of the log file, and how many errors it holds',
    load: () => import('../commands/view-errors.ts'),
  },
  'bench-run': {
    summary: 'several executions of a state machine: median and spread of their durations',
    load: () => import('../commands/bench-run.ts'),
  },
  demo: {
    summary: 'seed once, run both pipelines, serve: what npm start does',
    load: () => import('../commands/demo.ts'),
  },
};
