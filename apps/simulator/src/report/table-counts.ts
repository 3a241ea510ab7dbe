/**
 * Lines `   20,000  analytics.factvisit…`: row counts, right-aligned, with their sum.
 *
 * @param noun - what has the rows, in the plural
 */
export function tableCountLines(
  counts: readonly { readonly table: string; readonly rows: number }[],
  noun: 'tables' | 'files' = 'tables',
): readonly string[] {
  const total = counts.reduce((sum, { rows }) => sum + rows, 0);
  const width = total.toLocaleString('en-US').length;
  return [...counts, { table: `rows in ${counts.length} ${noun}`, rows: total }].map(
    ({ table, rows }) => `${rows.toLocaleString('en-US').padStart(width)}  ${table}`,
  );
}
