import { describe, expect, it } from '@jest/globals';
import { type ChunkedDatabase, readPairs, useChunkedDatabases } from './chunked-database.ts';
import { explainerOn, FLAGS } from './explain-database.ts';
import { runTask } from './golden-database.ts';

const createDatabase = useChunkedDatabases();

/** Case 21 of conflict-report.md 12.4: R4N-a is 20:00 to 06:00, R4N-b 05:00 to 09:00 of the next day. */
const PAIR = `"VisitID" = 'R4N-a' and "ConVisitID" = 'R4N-b'`;

type Times = readonly [starts: string, ends: string];

async function turnOn({ database }: ChunkedDatabase): Promise<void> {
  await database.query(`insert into conflict.etl_option values ('overlap_past_midnight', true)`);
}

async function perform({ database }: ChunkedDatabase, visitId: string, times: Times) {
  await database.query(
    `update analytics.factvisitcallperformance_cr
     set "Visit Start Time" = $2::timestamp, "Visit End Time" = $3::timestamp
     where "Visit Id" = $1::text`,
    [visitId, ...times],
  );
}

/** Rules that the stored pair conflicts by; none when TASK_02 has left it. */
async function firedRules({ database }: ChunkedDatabase): Promise<readonly string[]> {
  const { rows } = await database.query(
    `select ${FLAGS.map((flag) => `"${flag}" as "${flag}"`).join(', ')}
     from conflict.conflictvisitmaps where ${PAIR} and "UpdateFlag" is null`,
  );
  return FLAGS.filter((flag) => rows[0]?.[flag] === 'Y');
}

const night: Times = ['2025-01-23 20:00', '2025-01-24 06:00'];
const morning: Times = ['2025-01-24 05:30', '2025-01-24 09:00'];

describe('an overlap past midnight', () => {
  it('is no conflict unless it is turned on', async () => {
    const golden = await createDatabase();
    await golden.database.query(
      `insert into conflict.etl_option values ('overlap_past_midnight', false)`,
    );

    await runTask(golden.database, 'task_02_update_conflicts');

    expect(await firedRules(golden)).toEqual([]);
  });

  it.each([
    ['of two scheduled visits', [], [], ['SchOverAnotherSchTimeFlag']],
    ['of two performed visits', night, morning, ['VisitTimeOverAnotherVisitTimeFlag']],
    ['of a performed and a scheduled visit', night, [], ['SchTimeOverVisitTimeFlag']],
    ['of a scheduled and a performed visit', [], morning, ['SchTimeOverVisitTimeFlag']],
    ['that only touches', night, ['2025-01-24 06:00', '2025-01-24 09:00'], []],
    ['that is a short gap to travel', night, ['2025-01-24 06:01', '2025-01-24 09:00'], []],
  ])('%s is judged by its own rule', async (_title, first, second, flags) => {
    const golden = await createDatabase();
    await turnOn(golden);
    if (first.length === 2) await perform(golden, 'R4N-a', first as unknown as Times);
    if (second.length === 2) await perform(golden, 'R4N-b', second as unknown as Times);
    await golden.database.query(
      `update analytics.factvisitcallperformance_cr set "Call In GPS Coordinates" = '45,-75'
       where "Visit Id" = 'R4N-b'`,
    );

    await runTask(golden.database, 'task_02_update_conflicts');

    expect(await firedRules(golden)).toEqual(flags);
  });

  it('changes no other pair', async () => {
    const [off, on] = [await createDatabase(), await createDatabase()];
    await turnOn(on);

    await runTask(off.database, 'task_02_update_conflicts');
    await runTask(on.database, 'task_02_update_conflicts');

    for (const golden of [off, on]) {
      await golden.database.query(`delete from conflict.conflictvisitmaps where ${PAIR}`);
    }
    expect(await readPairs(on)).toBe(await readPairs(off));
  });

  it('belongs to the chunk of its primary visit, and ends as in one piece', async () => {
    const [whole, chunked] = [await createDatabase(), await createDatabase()];
    await turnOn(whole);
    await turnOn(chunked);

    await whole.invoke({ action: 'task_02' });
    const plan = await chunked.prepare({ max_chunk_days: 1 });
    const updated = new Map<string, unknown>();
    for (const chunk of plan.date_chunks) {
      updated.set(chunk.start_date, await chunked.runChunk(plan, chunk));
      if (chunk.start_date === '2025-01-23') {
        expect(await firedRules(chunked)).toEqual(['SchOverAnotherSchTimeFlag']);
      }
    }

    expect(updated.has('2025-01-23')).toBe(true);
    expect(await readPairs(chunked)).toBe(await readPairs(whole));
  });

  it('is stored by TASK_03 both ways, once, and only when it is turned on', async () => {
    const golden = await createDatabase();
    await golden.database.query(`delete from conflict.conflictvisitmaps where ${PAIR}`);
    const insertedPairs = async () => {
      await golden.invoke({ action: 'task_03' });
      const { rows } = await golden.database.query(
        `select "VisitID" as visit, "SchOverAnotherSchTimeFlag" as flag
         from conflict.conflictvisitmaps where "VisitID" like 'R4N-%' order by 1`,
      );
      return rows;
    };

    const off = await insertedPairs();
    await turnOn(golden);
    const on = await insertedPairs();
    const again = await insertedPairs();

    expect(off).toEqual([]);
    expect(on).toEqual([
      { visit: 'R4N-a', flag: 'Y' },
      { visit: 'R4N-b', flag: 'Y' },
    ]);
    expect(again).toEqual(on);
  });

  it('is explained', async () => {
    const golden = await createDatabase();
    const { explain } = explainerOn(golden);

    const off = await explain('R4N-a', 'R4N-b');
    await turnOn(golden);
    const on = await explain('R4N-a', 'R4N-b');

    expect(off.reasons.map(({ code }) => code)).toEqual(['different_date']);
    expect(on).toMatchObject({
      reasons: [],
      is_refreshed: true,
      verdict: 'Conflict by rule 4: TASK_02 refreshes the pair',
      comparison: { overlap_minutes: 60 },
    });
  });
});
