import { resolve } from 'node:path';
import { exitCodes } from '@pipelines/command-line';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { messageLines } from '../report/outbox-report.ts';
import { readOutbox } from '../services/outbox.ts';

const DEFAULT_MESSAGES = '20';

export const help = `Usage: simulator outbox [options]
Print what states have sent by sns:publish and sqs:sendMessage, oldest first.

  -n, --messages N   at most so many, the last ones (default ${DEFAULT_MESSAGES})
${commonOptionsHelp}

The file is <data-dir>/outbox.jsonl. With --json the messages are an array, each with the whole body
and, of a state that waits for its token, that token. No file yet is no error.

Examples:
  simulator outbox -n 1
  simulator outbox --json`;

/** `simulator outbox`. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    messages: { type: 'string', short: 'n', default: DEFAULT_MESSAGES },
  });
  const count = parseCount('--messages', values.messages);
  const all = readOutbox(resolve(io.cwd, values['data-dir']));
  const messages = all.slice(Math.max(0, all.length - count));
  if (values.json) {
    writeLine(io.out, JSON.stringify(messages, undefined, 2));
    return exitCodes.ok;
  }
  if (messages.length === 0) writeLine(io.out, 'No message.');
  for (const line of messages.flatMap(messageLines)) writeLine(io.out, line);
  return exitCodes.ok;
}
