import type { Command } from '../command.ts';
import { machineInput } from '../machine-input.ts';
import { parseOptions, runOptions } from '../options.ts';
import { bodyOf, resultOf } from '../step-commands.ts';
import { deadlineOf, invocationUntil } from '../time-budget.ts';
import { untilStopped } from '../until-stopped.ts';
import { openWorkspace } from '../workspace.ts';

/** Empties the graph of awards. */
export const reset: Command = {
  summary: 'empty the graph of awards, or count what that would delete',
  help: `Usage: sbir-refresh reset --confirm-reset DB [--dry-run] [options]
  --confirm-reset DB   name of the database, or the reset is refused
  --dry-run            count only; needs no confirmation
Only where the graph is comes from the environment: NEO4J_URI and its companions, or the secret.`,
  async run(args, io) {
    const { values } = parseOptions(args, runOptions);
    const input = await machineInput(values, io.cwd);
    const { confirm_reset = null, graph_profile = null, neo4j_secret_name = null } = input;
    // A reset touches no file: it needs no bucket.
    const { steps } = openWorkspace({ 'data-dir': '.', ...withoutPlace(values) }, io);
    const event = {
      ...{ confirm_reset, graph_profile, neo4j_secret_name },
      reset_neo4j: true,
      dry_run: values['dry-run'],
      raise_on_error: true,
    };
    const invocation = invocationUntil(deadlineOf(values, io), io);
    const answering = steps['reset-neo4j']?.(event, invocation) ?? Promise.resolve();
    return resultOf('reset', bodyOf(await untilStopped(answering, io.signal)));
  },
};

function withoutPlace({
  json,
  quiet,
  verbose,
}: {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}) {
  return { json, quiet, verbose };
}
