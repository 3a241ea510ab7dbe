import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import {
  connectTo,
  createGoldenDatabase,
  type GoldenDatabase,
  listDifferences,
  runTask,
} from './golden-database.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const FLAGS = [
  'SameSchTimeFlag',
  'SameVisitTimeFlag',
  'SchAndVisitTimeSameFlag',
  'SchOverAnotherSchTimeFlag',
  'VisitTimeOverAnotherVisitTimeFlag',
  'SchTimeOverVisitTimeFlag',
  'DistanceFlag',
] as const;

// What each row is about, and why it is decided so: golden/C_quirks/quirks.csv.
describe('quirks of single rows (set C)', () => {
  let golden: GoldenDatabase;
  let counts: Readonly<Record<string, number>>;
  let pairs: readonly Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    golden = await createGoldenDatabase(postgres, 'C_quirks');
    await golden.database.query(
      `create table public.before as select "ID", "CONFLICTID" from conflict.conflictvisitmaps`,
    );
    await runTask(golden.database, 'task_01_copy_to_temp');
    counts = await runTask(golden.database, 'task_02_update_conflicts');
    const { rows } = await golden.database.query(
      `select m."ID"::int, m."UpdateFlag" is null and m."UpdatedDate" = '2025-01-20 14:30' as updated,
              m."CONFLICTID" is not distinct from b."CONFLICTID" as kept,
              concat(${FLAGS.map((flag) => `m."${flag}"`).join(', ')}) as flags
       from conflict.conflictvisitmaps as m join public.before as b using ("ID")`,
    );
    pairs = rows;
  });
  afterAll(() => golden.database.close());

  it.each([
    ['Q1: both schedules null', { ID: 1, updated: false, flags: 'NNNNNNN' }],
    ['Q1: starts null, ends equal', { ID: 2, updated: false, flags: 'NNNNNNN' }],
    ['Q1: no other visit', { ID: 3, updated: false, flags: 'NNNNNNN' }],
    ['Q3: an outdated AppVisitID', { ID: 4, updated: true, flags: 'YNNNNNN' }],
    ['Q4: marked, without CONFLICTID', { ID: 5, updated: false, flags: 'NNNNNNN' }],
    ['Q4: the sibling of that one', { ID: 6, updated: true, flags: 'YNNNNNN' }],
    ['Q5: marked, and stored outside the window', { ID: 7, updated: true, flags: 'YNNNNNN' }],
    ['Q12: a flag that is null counts as N', { ID: 8, updated: true, flags: 'YNNNNNN' }],
    ['Q13: a visit that ends before it starts', { ID: 9, updated: true, flags: 'NYNNNNY' }],
    ['Q21: an excluded SSN with blanks', { ID: 10, updated: false, flags: 'NNNNNNN' }],
  ])('%s ends as decided, its CONFLICTID untouched', (_, pair) => {
    expect(pairs.find(({ ID }) => ID === pair.ID)).toEqual({ ...pair, kept: true });
  });

  it('are counted', () => {
    expect(counts).toMatchObject({
      'list-due-pairs': 8,
      'add-pairs-left-marked': 1,
      'update-conflicts': 5,
    });
  });
});

const mapsAfterTask02 = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};

describe('quirks of whole runs (on set A)', () => {
  let golden: GoldenDatabase;
  beforeEach(async () => {
    golden = await createGoldenDatabase(postgres, 'A');
  });
  afterEach(() => golden.database.close());

  it.each([
    ['has no row', 'delete from conflict.settings', 'settings_has_exactly_one_row'],
    [
      'has two rows',
      'insert into conflict.settings ("ID", "ExtraDistancePer") values (2, 1.5)',
      'settings_has_exactly_one_row',
    ],
    [
      'has no multiplier',
      'update conflict.settings set "ExtraDistancePer" = null',
      'settings_has_extra_distance_per',
    ],
  ])(
    'Q8: a settings table that %s stops TASK_02 before anything is marked',
    async (_, change, constraint) => {
      await golden.database.query(change);

      const refused = runTask(golden.database, 'task_02_update_conflicts');

      await expect(refused).rejects.toMatchObject({ name: 'TaskConfigurationError', constraint });
      await expect(
        listDifferences(golden, {
          ...mapsAfterTask02,
          file: 'A/input/conflict.conflictvisitmaps.csv',
        }),
      ).resolves.toEqual([]);
    },
  );

  it.each([
    ['Q9: an excluded agency without id', 'insert into conflict.excluded_agency ("ID") values (9)'],
    ['Q21: an excluded SSN that is null', 'insert into conflict.excluded_ssn ("ID") values (9)'],
    [
      'Q7: a speed band that shares its end with the next',
      'insert into conflict.mph ("ID", "From", "To", "AverageMilesPerHour") values (99, 5, 5, 1)',
    ],
    [
      'Q22: address rows equally late, of which the greatest id counts',
      `insert into analytics.dimpatientaddress ("Patient Address Id", "Patient Id", "Address Type",
         "Primary Address", "Latitude", "Longitude", "Application Created UTC Timestamp")
       select 'AD-0', "Patient Id", 'GPS', true, 1, 1, "Application Created UTC Timestamp"
       from analytics.dimpatientaddress where "Patient Address Id" = 'AD-1'`,
    ],
  ])('%s changes no result', async (_, change) => {
    await golden.database.query(change);

    const rows = await runTask(golden.database, 'task_02_update_conflicts');

    expect(rows).toMatchObject({ 'update-conflicts': 49 });
    await expect(listDifferences(golden, mapsAfterTask02)).resolves.toEqual([]);
  });

  it('Q15: a database whose time zone is not UTC changes no result', async () => {
    const { connection } = golden;
    await golden.database.query(
      `alter database "${connection.database}" set timezone = 'America/New_York'`,
    );
    const elsewhere = await connectTo(connection);

    const rows = await runTask(elsewhere, 'task_02_update_conflicts');
    await elsewhere.close();

    expect(rows).toMatchObject({ 'update-conflicts': 49 });
    await expect(listDifferences(golden, mapsAfterTask02)).resolves.toEqual([]);
  });

  it('Q22: an address without creation time counts as the latest', async () => {
    await golden.database.query(
      `insert into analytics.dimpatientaddress
         ("Patient Address Id", "Patient Id", "Address Type", "Primary Address", "Latitude", "Longitude")
       values ('AD-0', 'PT-P1', 'GPS', true, 1, 2)`,
    );

    const { rows } = await golden.database.query(
      `select "Patient Address Id" as id from conflict.vw_gps_addresses where "Patient Id" = 'PT-P1'`,
    );

    expect(rows).toEqual([{ id: 'AD-0' }]);
  });

  it('Q11: values of the full width of their source are kept whole', async () => {
    await golden.database.query(
      `update analytics.dimprovider set "Provider Name" = repeat('p', 200)`,
    );
    await golden.database.query(`update analytics.dimuser set "User Fullname" = repeat('u', 511)`);
    await golden.database.query(
      `update analytics.dimcontract set "Contract Name" = repeat('c', 250)`,
    );
    await golden.database.query(`update analytics.dimcaregiver set "Status" = repeat('s', 50)`);
    await golden.database.query(
      `update analytics.factvisitcallperformance_cr set "Call Out Device Type" = repeat('d', 100)`,
    );

    await runTask(golden.database, 'task_01_copy_to_temp');
    const rows = await runTask(golden.database, 'task_02_update_conflicts');

    const { rows: widths } = await golden.database.query(
      `select max(length("ConProviderName")) as provider, max(length("ConLastUpdatedBy")) as editor,
              max(length("ConContract")) as contract, max(length("ConAideStatus")) as status,
              max(length("ConEVVType")) as device
       from conflict.conflictvisitmaps`,
    );
    expect(rows).toMatchObject({ 'update-conflicts': 49 });
    expect(widths).toEqual([
      { provider: 200, editor: 511, contract: 250, status: 50, device: 100 },
    ]);
  });
});
