import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { createGeneratedDatabase } from './generated-database.ts';
import { createGoldenDatabase, type GoldenDatabase, runTask } from './golden-database.ts';
import { RULE_FLAGS } from './reference/expected-maps.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const flagList = RULE_FLAGS.map((flag) => `"${flag}"`).join(', ');
const MAPS = 'conflict.conflictvisitmaps';

/** Every pair has its mirror, no event and no flag, so that the rules alone decide. */
async function mirrorPairs({ database }: GoldenDatabase): Promise<void> {
  await database.query(
    `delete from ${MAPS}
     where "CONFLICTID" is null
        or num_nonnulls("InserviceStartDate", "InserviceEndDate", "PTOStartDate", "PTOEndDate",
          "ConInserviceStartDate", "ConInserviceEndDate", "ConPTOStartDate", "ConPTOEndDate") > 0`,
  );
  await database.query(
    `insert into ${MAPS} ("CONFLICTID", "VisitID", "ConVisitID", "VisitDate")
     select "CONFLICTID", "ConVisitID", "VisitID", "VisitDate" from ${MAPS} as m
     where not exists (select from ${MAPS} as x
                       where x."VisitID" = m."ConVisitID" and x."ConVisitID" = m."VisitID")`,
  );
}

/** Run TASK_02 on pairs without flags, and keep which rules fired as `public.<name>`. */
async function judgeAll({ database }: GoldenDatabase, name: string): Promise<void> {
  await database.query(
    `update ${MAPS} set (${flagList}) = row (${RULE_FLAGS.map(() => `'N'`).join(', ')})`,
  );
  await runTask(database, 'task_02_update_conflicts');
  await database.query(
    `create table public.${name} as
     select "ID" as id, "VisitID" as a, "ConVisitID" as b, concat(${flagList}) as rules from ${MAPS}`,
  );
}

describe.each([21, 22, 23])('the rules on a generated set of seed %i', (seed) => {
  let generated: GoldenDatabase;
  beforeAll(async () => {
    generated = await createGeneratedDatabase(postgres, { seed, visits: 800 });
    await mirrorPairs(generated);
    await judgeAll(generated, 'first');
  });
  afterAll(() => generated.database.close());

  const count = async (query: string): Promise<unknown> =>
    (await generated.database.query(query)).rows[0];

  it('1 to 6 judge a pair the same from both of its visits', async () => {
    const counted = await count(
      `select count(*) > 100 as enough,
              (count(*) filter (where left(x.rules, 6) <> left(y.rules, 6)))::int as unequal
       from public.first as x join public.first as y on y.a = x.b and y.b = x.a`,
    );

    expect(counted).toEqual({ enough: true, unequal: 0 });
  });

  it('each fire somewhere, and no two at once where visits end after they start', async () => {
    const counted = await count(
      `select string_agg(rules, ' ' order by rules desc) as rules from (
         select distinct p.rules from public.first as p
         join analytics.factvisitcallperformance_cr as a on a."Visit Id" = p.a
         join analytics.factvisitcallperformance_cr as b on b."Visit Id" = p.b
         where (a."Visit Start Time" < a."Visit End Time") is not false
           and (b."Visit Start Time" < b."Visit End Time") is not false
           and a."Scheduled Start Time" < a."Scheduled End Time"
           and b."Scheduled Start Time" < b."Scheduled End Time"
       ) as combinations`,
    );

    expect(counted).toEqual({
      rules: 'YNNNNNN NYNNNNN NNYNNNN NNNYNNN NNNNYNN NNNNNYN NNNNNNY NNNNNNN',
    });
  });

  it('never fire because a time is missing', async () => {
    // A visit that has one of its performed times only would become unstarted without it.
    await generated.database.query(
      `update analytics.factvisitcallperformance_cr as f set
         "Scheduled Start Time" = case when turn <> 0 then "Scheduled Start Time" end,
         "Scheduled End Time" = case when turn <> 1 then "Scheduled End Time" end,
         "Visit Start Time" = case when turn <> 2 or "Visit End Time" is null then "Visit Start Time" end,
         "Visit End Time" = case when turn <> 3 or "Visit Start Time" is null then "Visit End Time" end
       from (
         select "Visit Id" as id, abs(hashtext("Visit Id")) % 8 as turn
         from analytics.factvisitcallperformance_cr
       ) as t where t.id = f."Visit Id"`,
    );

    await judgeAll(generated, 'second');

    const counted = await count(
      `select (count(*) filter (where x.rules <> y.rules)) > 20 as enough,
              (count(*) filter (where y.rules <> 'NNNNNNN' and y.rules <> x.rules))::int as surplus
       from public.first as x join public.second as y using (id)`,
    );
    expect(counted).toEqual({ enough: true, surplus: 0 });
  });
});

describe('two visits that touch', () => {
  it.each([
    ['SchOverAnotherSchTimeFlag', 'R4T', 'Scheduled Start Time'],
    ['VisitTimeOverAnotherVisitTimeFlag', 'R5T', 'Visit Start Time'],
    ['SchTimeOverVisitTimeFlag', 'R6T', 'Visit Start Time'],
  ])(
    'do not overlap from either of them (%s), and do by one microsecond',
    async (flag, pair, start) => {
      const golden = await createGoldenDatabase(postgres, 'A');
      await mirrorPairs(golden);
      const readFlags = async (): Promise<unknown> => {
        await runTask(golden.database, 'task_02_update_conflicts');
        const { rows } = await golden.database.query(
          `select string_agg(coalesce("${flag}", 'N'), '') as flags from ${MAPS}
         where "VisitID" in ($1, $2)`,
          [`${pair}-a`, `${pair}-b`],
        );
        return rows[0]?.['flags'];
      };

      const touching = await readFlags();
      await golden.database.query(
        `update analytics.factvisitcallperformance_cr
       set "${start}" = "${start}" - interval '1 microsecond' where "Visit Id" = $1`,
        [`${pair}-b`],
      );
      const overlapping = await readFlags();

      await golden.database.close();
      expect([touching, overlapping]).toEqual(['NN', 'YY']);
    },
  );
});
