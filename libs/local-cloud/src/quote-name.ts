/** A name as an SQL identifier: in double quotes, its own quotes doubled. */
export function quoteName(name: string): string {
  if (name.includes('\0')) throw new RangeError('A name in SQL cannot hold a NUL character.');
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table, by schema and name. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** `"schema"."table"` */
export function quoteTable({ schema, table }: TableName): string {
  return `${quoteName(schema)}.${quoteName(table)}`;
}
