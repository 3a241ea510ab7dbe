import { exitCodes } from '@pipelines/command-line';
import { explainResult } from '@pipelines/contracts';
import { askConfigured } from '../cli/ask-function.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { parseAsOf } from '../cli/execution-input.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { explainLines } from '../report/explain-report.ts';
import { asciiIcons, emojiIcons } from '../report/icons.ts';

export const help = `Usage: simulator explain VISIT_ID CON_VISIT_ID [options]
Say what TASK_02 makes of one pair of visits: which of the seven rules fires, and why or why not.

  --as-of TS       the moment that the run called "now" (default: AS_OF, else now)
  --mock           an example: no database is started or touched
  --ascii          [WARNING] and [FAIL] instead of emoji
${commonOptionsHelp}

The order matters: the place of the first visit is its call-out, of the second its call-in.
Names, SSNs, addresses and coordinates are not shown. Changes nothing; a run may be at work.
Exit codes: 0 explained, whatever the verdict; 1 refused; 3 configuration or connection.

Examples:
  simulator explain V-1001 V-1002 --as-of 2025-01-20T14:30:00Z
  simulator explain V-1001 V-1002 --mock --json`;

/** `simulator explain`: one pair of visits, through the Lambda. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    {
      'as-of': { type: 'string' },
      mock: { type: 'boolean', default: false },
      ascii: { type: 'boolean', default: false },
    },
    ['VISIT_ID', 'CON_VISIT_ID'],
  );
  const [visitId = '', conVisitId = ''] = positionals;
  const asOf = values['as-of'];
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
    const request = { action: 'explain', visit_id: visitId, con_visit_id: conVisitId };
    const answer = await askConfigured(functions, { common, request, signal: io.signal });
    const result = explainResult.parse(answer);
    if (values.json) writeLine(io.out, JSON.stringify(result, undefined, 2));
    else
      for (const line of explainLines(result, values.ascii ? asciiIcons : emojiIcons))
        writeLine(io.out, line);
    return exitCodes.ok;
  });
}
