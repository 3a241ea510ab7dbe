import type { Database } from '@pipelines/sql-tasks';

/** What tells one pair from another, or what a run decides: filling leaves it alone. */
const KEPT =
  /^(?:ID|CONFLICTID|GroupID|TempGroupID|(?:Con)?VisitID|VisitDate|\w*Flag|UpdatedDate|ResolveDate|(?:Con)?(?:Inservice|PTO)(?:Start|End)Date)$/;

/**
 * Give every pair all the columns that a pair has in an agency's table.
 *
 * Seeded pairs know ids and flags only, a fifth of the bytes of a filled one, and a run fills those
 * that conflict. The others take what they lack from one of these, so that each write costs what it
 * costs there. The table is then stored anew, as if the pairs had been inserted so.
 *
 * @param database - where TASK_02 has run once
 */
export async function fillPairs(database: Database): Promise<void> {
  const { rows } = await database.query(`
    select quote_ident(column_name) as name, column_name as plain
    from information_schema.columns
    where table_schema = 'conflict' and table_name = 'conflictvisitmaps'`);
  const names = rows
    .filter(({ plain }) => !KEPT.test(String(plain)))
    .map(({ name }) => String(name));
  await database.query(`
    update conflict.conflictvisitmaps as m
    set ${names.map((name) => `${name} = coalesce(m.${name}, filled.${name})`).join(', ')}
    from (
      select * from conflict.conflictvisitmaps
      where "P_PAddressL1" is not null and "ConPA_PAddressL1" is not null
      order by "ID" limit 1
    ) as filled
    where m."ConPA_PatientID" is null`);
  await database.query('vacuum full analyze conflict.conflictvisitmaps');
}

/**
 * Leave the pairs as the night before left them: no mark, and no dead row version.
 *
 * Without it a second run would find its marks there and write a third of the rows.
 */
export async function clearMarks(database: Database): Promise<void> {
  await database.query(
    `update conflict.conflictvisitmaps set "UpdateFlag" = null where "UpdateFlag" is not null`,
  );
  await database.query('vacuum conflict.conflictvisitmaps');
}
