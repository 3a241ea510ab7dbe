import type { Client } from './open-client.ts';

/**
 * Names of the tables of a schema, sorted; views are left out.
 *
 * @returns an empty list for a schema that does not exist
 */
export async function listTables(client: Client, schema: string): Promise<readonly string[]> {
  const rows = await client<{ name: string }[]>`
    select c.relname as name
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p')
    order by c.relname collate "C"`;
  return rows.map(({ name }) => name);
}
