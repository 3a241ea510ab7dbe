/** One result of a statement as it came from the server. */
export interface QueryResult {
  /** `SELECT`, `UPDATE`, `CREATE` … */
  readonly command: string;
  /** Absent for a statement that counts no rows, such as CREATE TABLE. */
  readonly rowCount?: number;
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * A result in psql's default form: centred headings, numbers to the right, the row count below.
 * A statement without columns gives its command tag, `UPDATE 5`.
 */
export function alignedTableLines(result: QueryResult): readonly string[] {
  const { columns } = result;
  if (columns.length === 0) return [commandTag(result)];
  const cells = result.rows.map((row) => row.map(cellText));
  const widths = columns.map(({ name }, index) =>
    Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  return [
    columns.map(({ name }, index) => ` ${centre(name, widths[index] ?? 0)} `).join('|'),
    widths.map((width) => '-'.repeat(width + 2)).join('+'),
    ...cells.map((row) => rowLine(row, result, widths)),
    `(${cells.length} ${cells.length === 1 ? 'row' : 'rows'})`,
    '',
  ];
}

function commandTag({ command, rowCount }: QueryResult): string {
  if (rowCount === undefined) return command;
  // The 0 was once the row's object id; psql still shows it.
  return command === 'INSERT' ? `INSERT 0 ${rowCount}` : `${command} ${rowCount}`;
}

function rowLine(
  row: readonly string[],
  { columns }: QueryResult,
  widths: readonly number[],
): string {
  const padded = row.map((text, index) => {
    const width = widths[index] ?? 0;
    return ` ${columns[index]?.isNumber ? text.padStart(width) : text.padEnd(width)}`;
  });
  // psql leaves no blanks at the end of a line that ends in text.
  return padded.join(' |').trimEnd();
}

function centre(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(left)}${text}`.padEnd(width);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
