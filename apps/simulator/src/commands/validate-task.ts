import { exitCodes, UsageError } from '@pipelines/command-line';
import { validationResult, type ValidationResult } from '@pipelines/contracts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { askConfigured } from '../cli/ask-function.ts';
import { parseAsOf } from '../cli/execution-input.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { asciiIcons, emojiIcons } from '../report/icons.ts';
import { validationLines } from '../report/validation-report.ts';

export const help = `Usage: simulator validate-task 01|02 [options]
Check by counts, through the Lambda, whether a task did its work. Changes nothing.

  --as-of TS       the moment that the run called "now" (default: AS_OF, else now)
  --mock           fixed numbers: no database is started or touched
  --ascii          [OK], [WARNING] and [FAIL] instead of emoji
${commonOptionsHelp}

01 looks at reminders, work table and settings: run it after TASK_01, before pairs are added.
02 looks at the visit pairs from 30 days before "now" on.
Exit codes: 0 all passed (warnings pass), 1 some failed, 3 configuration or connection.

Examples:
  simulator validate-task 01 --as-of 2025-01-20T14:30:00Z
  simulator validate-task 02 --mock --json`;

/** `simulator validate-task`: conflict-report.md section 8. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    {
      'as-of': { type: 'string' },
      mock: { type: 'boolean', default: false },
      ascii: { type: 'boolean', default: false },
    },
    ['01|02'],
  );
  const asOf = values['as-of'];
  const action = actionFor(positionals[0] ?? '');
  const common = {
    use_mock: values.mock,
    ...(asOf === undefined ? {} : { as_of: parseAsOf(asOf) }),
  };
  const options = {
    dataDir: values['data-dir'],
    mode: values.mock ? ('mock' as const) : ('real' as const),
    isQuiet: values.quiet,
  };
  return withCloud(io, options, async ({ functions }) => {
    const question = { common, request: { action }, signal: io.signal };
    const result = validationResult.parse(await askConfigured(functions, question));
    print(result, io, values);
    return result.passed === result.total ? exitCodes.ok : exitCodes.failed;
  });
}

function actionFor(task: string): ValidationResult['action'] {
  if (task === '01') return 'validate_task_01';
  if (task === '02') return 'validate_task_02';
  throw new UsageError(`There is no validator for task "${task}": 01 and 02 have one.`);
}

function print(
  result: ValidationResult,
  io: CliIo,
  { json, ascii }: { readonly json: boolean; readonly ascii: boolean },
): void {
  if (json) writeLine(io.out, JSON.stringify(result, undefined, 2));
  else
    for (const line of validationLines(result, ascii ? asciiIcons : emojiIcons))
      writeLine(io.out, line);
}
