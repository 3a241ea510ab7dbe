import type { SmokeCheck, SmokeResults } from '../graph/smoke-checks.ts';
import { escapeCell, groupDigits, page, table } from './markdown.ts';

/**
 * The Markdown of smoke checks: what the graph holds, and each check with its answer.
 *
 * Source: sbir-refresh.md section 4.6
 */
export function smokePage({ checks, passed, summary }: SmokeResults): string {
  const { sample_awards: _, ...counts } = summary;
  return page(
    '# Neo4j Smoke Checks',
    `Status: ${passed ? '✅ PASSED' : '❌ FAILED'}`,
    '## Summary',
    table(
      ['Metric', 'Value'],
      Object.entries(counts).map(([name, count]) => [titleOf(name), groupDigits(count)]),
    ),
    '## Checks',
    checks.map(lineOf).join('\n'),
  );
}

const lineOf = ({ name, passed, message }: SmokeCheck): string =>
  `- ${passed ? '✅' : '❌'} ${escapeCell(name)}: ${escapeCell(message)}`;

/** `Award Count` of `award_count`. */
const titleOf = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim();
