import type { HttpCounts } from './count-over-http.ts';
import { markdownTable } from './markdown-table.ts';
import type { HttpCount } from './run-corpus-tools.ts';
import { percent } from './score.ts';

type Reasons = Readonly<Record<string, string>>;

/**
 * The part of docs/conformance.md on what the corpus' own programs count over HTTP.
 *
 * @param reasons - why a miss is one, by case id
 */
export function httpReport(
  { plain, withFunctions, scripts }: HttpCounts,
  reasons: Reasons,
): string {
  const added = plain.misses.filter((id) => !withFunctions.misses.includes(id));
  return `## Over HTTP, counted by the corpus' own programs

The programs that come with the recordings, run as they are with the client that AWS gives out
(boto3), against \`simulator serve\` with the mock file that they write. \`--http --write\` in
\`tools/conformance\` runs them and renews this part; they compare by their own rules, of status and
output alone. ${added.length} of the cases call Lambda functions that the program neither makes nor mocks. The
second line is counted after our tool has created what the recordings call, ${'`CreateFunction`'} with a
Python program that behaves as the recording says; nothing else differs.

${table([
  ['`http_runner.py`', plain],
  ['`http_runner.py`, functions created first', withFunctions],
  ['`api_runner.py`', scripts],
])}

Missed by \`http_runner.py\` without their functions: ${added.map((id) => `\`${id}\``).join(', ')}.

Missed by \`http_runner.py\` in both:

${missList(withFunctions.misses, reasons)}

Missed by \`api_runner.py\`:

${missList(scripts.misses, reasons)}`;
}

function table(rows: readonly (readonly [name: string, count: HttpCount])[]): string {
  return markdownTable(
    ['Program', 'Passed'],
    rows.map(([name, { passed, cases }]) => [
      name,
      `${passed}/${cases} (${percent(passed, cases)})`,
    ]),
  );
}

/** Misses of one reason together. */
function missList(misses: readonly string[], reasons: Reasons): string {
  const reasonOf = (id: string): string => reasons[id] ?? 'Not yet explained.';
  const all = [...new Set(misses.map(reasonOf))];
  return all
    .map((reason) => {
      const ids = misses.filter((id) => reasonOf(id) === reason);
      return `- ${reason} ${ids.map((id) => `\`${id}\``).join(', ')}`;
    })
    .join('\n');
}
