import type { Verdict } from './compare-case.ts';
import type { Floor } from './floor.ts';
import { httpReport } from './http-report.ts';
import { SELECTION } from './load-corpus.ts';
import { markdownTable } from './markdown-table.ts';
import { percent, type Score, type Scores } from './score.ts';

/** The lines of the terminal report: three numbers, the categories, the misses. */
export function terminalReport(scores: Scores, misses: readonly Verdict[]): readonly string[] {
  const { total } = scores;
  return [
    ...Object.entries(scores.byCategory).map(([name, score]) => categoryLine(name, score)),
    ...misses.map((miss) => `${missKind(miss)} ${miss.id}: ${miss.why}`),
    `cases ${total.cases} (skipped ${total.skipped})`,
    `passed ${total.passed}/${total.cases} = ${percent(total.passed, total.cases)}`,
    `cause text as recorded ${total.causes}/${total.passed} = ${percent(total.causes, total.passed)}`,
    `identical history ${total.identicalHistories}/${total.histories} = ${percent(total.identicalHistories, total.histories)}`,
  ];
}

function categoryLine(name: string, score: Score): string {
  const passed = `${score.passed}/${score.cases}`.padEnd(9);
  return `${name.padEnd(18)} passed ${passed} histories ${score.identicalHistories}/${score.histories}`;
}

/**
 * The page docs/conformance.md: numbers without a date, so that it changes only with them.
 *
 * @param floor - why misses are accepted, by case id, and what was counted over HTTP, if it was
 */
export function markdownReport(
  scores: Scores,
  misses: readonly Verdict[],
  { reasons, http, httpReasons }: Pick<Floor, 'reasons' | 'http' | 'httpReasons'>,
): string {
  return `# Conformance to AWS Step Functions

Calls recorded from AWS, made again here in process and on a virtual clock. \`nx run asl:conformance\`
prints these numbers and fails when one of them is lower than in \`conformance.json\`; \`--write\` in
\`tools/conformance\` renews both files. The recordings are not part of this repository.

Scope: ${SELECTION}.
The last are scripts of calls to the whole service, made over HTTP to \`simulator serve\`; calls
that the recorder's client refused by itself are not made, and members that AWS added to its
answers after the day of a recording are not compared.

An execution passes when status and output, or status and error name, are the recorded ones. A
validation or a TestState call passes when the whole answer, or the refusal with its words, is the
recorded one; where the words are not AWS's own, the fact of the refusal counts. A script passes
when each of its answers, or the code of each refusal, is the recorded one. A history is
identical when every event has the recorded type, \`previousEventId\` and details; where branches
interleave, when the same event types occur equally often.

${table(scores)}

## Misses

${missList(misses, reasons)}
${http ? `\n${httpReport(http, { ...reasons, ...httpReasons })}\n` : ''}`;
}

const HEADINGS = ['Category', 'Passed', 'Cause text', 'Identical histories'] as const;

function table({ total, byCategory }: Scores): string {
  const rows = Object.entries(byCategory).map(([name, score]) => cells(name, score));
  const all = cells('all', total).map((cell) => `**${cell}**`);
  return markdownTable(HEADINGS, [...rows, all]);
}

function cells(name: string, score: Score): readonly string[] {
  const { passed, cases, causes, identicalHistories, histories } = score;
  const isAll = name === 'all';
  return [
    name,
    `${passed}/${cases}${isAll ? ` (${percent(passed, cases)})` : ''}`,
    `${causes}/${passed}`,
    `${identicalHistories}/${histories}${isAll ? ` (${percent(identicalHistories, histories)})` : ''}`,
  ];
}

function missList(misses: readonly Verdict[], reasons: Readonly<Record<string, string>>): string {
  if (misses.length === 0) return 'None.';
  return misses
    .map(
      (miss) => `- ${missKind(miss)}: \`${miss.id}\`. ${reasons[miss.id] ?? 'Not yet explained.'}`,
    )
    .join('\n');
}

function missKind({ result, cause }: Verdict): string {
  if (result === 'skip') return 'skipped';
  if (result === 'fail') return 'failed';
  return cause ? 'other history' : 'other cause';
}
