import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findConflicts } from '../test/find-conflicts.ts';
import { rowsById, rowsOf } from '../test/table-rows.ts';
import { generateConflictReportTables } from './generate-conflict-report-tables.ts';
import type { SampleTable } from './sample-table.ts';
import type { VisitShape } from './population.ts';

const OPTIONS = { visits: 2_000, seed: 7, asOf: '2025-01-20T14:30:00Z' } as const;
const WINDOW = { from: '2023-01-20', to: '2025-03-06' };

const tables = generateConflictReportTables(OPTIONS);

function fingerprint(all: readonly SampleTable[]): string {
  const hash = createHash('sha256');
  for (const { schema, table, columns, rows } of all) {
    hash.update(JSON.stringify([schema, table, columns]));
    for (const row of rows()) hash.update(JSON.stringify(row));
  }
  return hash.digest('hex');
}

const valuesOf = (name: string, column: string): Set<string | null> =>
  new Set([...rowsOf(tables, name)].map((row) => row[column] ?? null));

describe('generateConflictReportTables', () => {
  it('makes every table that the two tasks read', () => {
    expect(tables.map(({ schema, table }) => `${schema}.${table}`).toSorted()).toEqual([
      'analytics.dimcaregiver',
      'analytics.dimcontract',
      'analytics.dimoffice',
      'analytics.dimpatient',
      'analytics.dimpatientaddress',
      'analytics.dimpayer',
      'analytics.dimpayerprovider',
      'analytics.dimprovider',
      'analytics.dimservicecode',
      'analytics.dimuser',
      'analytics.factvisitcallperformance_cr',
      'conflict.conflicts',
      'conflict.conflictvisitmaps',
      'conflict.excluded_agency',
      'conflict.excluded_ssn',
      'conflict.mph',
      'conflict.payer_provider_reminders',
      'conflict.settings',
    ]);
  });

  it('gives the same bytes for the same seed, in whatever order they are asked for', () => {
    const again = generateConflictReportTables(OPTIONS);
    for (const table of [...again].reverse()) for (const row of table.rows()) void row;

    expect(fingerprint(again)).toBe(fingerprint(tables));
    expect(fingerprint(tables)).toMatchInlineSnapshot(
      `"fc5a5b82146cf92bea96afc6d25b0c5f9bd28aaf5cea6c1af6c21cbbaf97c6ae"`,
    );
  });

  it('gives other visits for another seed', () => {
    const other = generateConflictReportTables({ ...OPTIONS, seed: 8 });

    expect(fingerprint(other)).not.toBe(fingerprint(tables));
  });

  it.each([1, 2, 13, 100, 1_001])('makes exactly %d visits', (visits) => {
    const some = generateConflictReportTables({ ...OPTIONS, visits });

    expect([...rowsOf(some, 'factvisitcallperformance_cr')]).toHaveLength(visits);
  });

  it.each([
    ['load', 3.6, 4],
    ['sparse', 1.1, 1.4],
  ] as [VisitShape, number, number][])(
    'in the shape "%s" makes between %d and %d map rows per visit',
    (shape, least, most) => {
      const shaped = generateConflictReportTables({ ...OPTIONS, shape });

      const perVisit = [...rowsOf(shaped, 'conflictvisitmaps')].length / OPTIONS.visits;

      expect(perVisit).toBeGreaterThan(least);
      expect(perVisit).toBeLessThan(most);
    },
  );

  it('estimates the rows of every table within a twentieth', () => {
    const misses = tables.filter(({ estimatedRows, rows }) => {
      const actual = [...rows()].length;
      return Math.abs(actual - estimatedRows) > actual / 20;
    });

    expect(misses.map(({ table }) => table)).toEqual([]);
  });

  it('fills every column name at least once', () => {
    const silent = tables.flatMap(({ table, columns, rows }) => {
      const filled = new Set<number>();
      for (const row of rows()) row.forEach((value, index) => value !== null && filled.add(index));
      return columns.filter((_, index) => !filled.has(index)).map((name) => `${table}.${name}`);
    });

    expect(silent).toEqual(['dimpatientaddress.Address Line 2']);
  });

  it('holds no SSN but those that were never issued', () => {
    const neverIssued = /^(666|9[0-8]\d|99[0-8])-(0[1-9]|[1-4]\d)-(?!0000)\d{4}$/;
    const found = new Set<string>();
    for (const { rows } of tables) {
      for (const row of rows()) {
        for (const value of row) {
          for (const ssn of value?.match(/\b\d{3}-\d{2}-\d{4}\b/g) ?? []) found.add(ssn);
        }
      }
    }

    expect([...found].filter((ssn) => !neverIssued.test(ssn)).toSorted()).toEqual([
      '000-00-0000',
      '999-99-9999',
    ]);
    expect(found.size).toBe(156);
  });

  it('pads some SSNs with blanks, and has records without any', () => {
    const ssns = [...rowsOf(tables, 'dimcaregiver')].map((row) => row['SSN']);

    expect(ssns.filter((ssn) => ssn !== ssn?.trim() && ssn?.trim())).not.toEqual([]);
    expect(ssns.filter((ssn) => !ssn?.trim())).toHaveLength(10);
  });

  it.each([
    ['factvisitcallperformance_cr', 'Caregiver Id', 'dimcaregiver', 'Caregiver Id'],
    ['factvisitcallperformance_cr', 'Provider Id', 'dimprovider', 'Provider Id'],
    ['factvisitcallperformance_cr', 'Office Id', 'dimoffice', 'Office Id'],
    ['factvisitcallperformance_cr', 'Payer Id', 'dimpayer', 'Payer Id'],
    ['factvisitcallperformance_cr', 'Contract Id', 'dimcontract', 'Contract Id'],
    ['factvisitcallperformance_cr', 'Service Code Id', 'dimservicecode', 'Service Code Id'],
    ['factvisitcallperformance_cr', 'Patient Id', 'dimpatient', 'Patient Id'],
    ['factvisitcallperformance_cr', 'Provider Patient Id', 'dimpatient', 'Patient Id'],
    ['factvisitcallperformance_cr', 'Payer Patient Id', 'dimpatient', 'Patient Id'],
    ['dimpatientaddress', 'Patient Id', 'dimpatient', 'Patient Id'],
    ['dimpayerprovider', 'Provider Id', 'dimprovider', 'Provider Id'],
    ['dimpayerprovider', 'Payer Id', 'dimpayer', 'Payer Id'],
    ['excluded_agency', 'ProviderID', 'dimprovider', 'Provider Id'],
    ['payer_provider_reminders', 'ProviderID', 'dimprovider', 'Provider Id'],
    ['conflictvisitmaps', 'VisitID', 'factvisitcallperformance_cr', 'Visit Id'],
    ['conflictvisitmaps', 'ConVisitID', 'factvisitcallperformance_cr', 'Visit Id'],
    ['conflicts', 'CONFLICTID', 'conflictvisitmaps', 'CONFLICTID'],
  ])('has a record for every %s."%s"', (table, column, target, id) => {
    const known = valuesOf(target, id);
    const dangling = [...valuesOf(table, column)].filter(
      (value) => value !== null && !known.has(value),
    );

    expect(dangling).toEqual([]);
  });

  it('repeats no key', () => {
    const repeated = tables.filter(({ table, rows }) => {
      const keyColumns = table === 'dimpayerprovider' ? [0, 2] : [0];
      const isSettings = table === 'settings';
      const keys = [...rows()].map((row) =>
        isSettings ? row[3] : keyColumns.map((i) => row[i]).join(),
      );
      return new Set(keys).size !== keys.length;
    });

    expect(repeated.map(({ table }) => table)).toEqual([]);
  });

  it('loses a few conflicts and a few users, as the sources do', () => {
    const conflicts = valuesOf('conflicts', 'CONFLICTID');
    const mapped = [...valuesOf('conflictvisitmaps', 'CONFLICTID')].filter((id) => id !== null);
    const lost = mapped.filter((id) => !conflicts.has(id)).length / mapped.length;
    const users = valuesOf('dimuser', 'User Id');
    const visitUsers = [...valuesOf('factvisitcallperformance_cr', 'Visit Updated User Id')];

    expect(lost).toBeGreaterThan(0.02);
    expect(lost).toBeLessThan(0.04);
    expect(visitUsers.filter((user) => !users.has(user))).toHaveLength(1);
  });

  it('gives a conflict one number per primary visit', () => {
    const visitByConflict = new Map<string, string | null>();
    const shared = [...rowsOf(tables, 'conflictvisitmaps')].filter((row) => {
      const [conflict, visit] = [row['CONFLICTID'] ?? '', row['VisitID'] ?? null];
      if (conflict === '') return false;
      const known = visitByConflict.get(conflict) ?? visit;
      visitByConflict.set(conflict, visit);
      return known !== visit;
    });

    expect(shared).toEqual([]);
  });

  it('pairs visits of one person on one day at two providers, but for the unrelated pairs', () => {
    const visits = rowsById(tables, 'factvisitcallperformance_cr', 'Visit Id');
    const caregivers = rowsById(tables, 'dimcaregiver', 'Caregiver Id');
    const ssnOf = (visit: string): string =>
      caregivers.get(visits.get(visit)?.['Caregiver Id'] ?? '')?.['SSN']?.trim() ?? '';
    const unrelated = [...rowsOf(tables, 'conflictvisitmaps')].filter((row) => {
      const [one, two] = [row['VisitID'] ?? '', row['ConVisitID'] ?? ''];
      const isSameDay = visits.get(one)?.['Visit Date'] === visits.get(two)?.['Visit Date'];
      const isSameProvider = row['ProviderID'] === row['ConProviderID'];
      return ssnOf(one) !== ssnOf(two) || !isSameDay || isSameProvider;
    });

    expect(unrelated).toHaveLength(100);
  });

  // Checked against TASK_02 itself, which updates the same rows.
  it('has a third of its map rows in conflict, each rule in at least 2 % of them', () => {
    const mapRows = [...rowsOf(tables, 'conflictvisitmaps')].length;

    const found = findConflicts(tables, WINDOW);

    const shares = [1, 2, 3, 4, 5, 6, 7].map(
      (rule) => found.filter(({ rules }) => rules.includes(rule)).length / found.length,
    );
    expect(found.length / mapRows).toBeGreaterThan(0.3);
    expect(found.length / mapRows).toBeLessThan(0.4);
    expect(Math.min(...shares)).toBeGreaterThan(0.02);
    expect({ mapRows, updated: found.length }).toMatchInlineSnapshot(`
     {
       "mapRows": 7489,
       "updated": 2927,
     }
    `);
  });

  it('makes 200 000 visits in 40 MB', () => {
    const program = join(import.meta.dirname, '../test/count-rows.ts');

    const { status, stdout } = spawnSync(
      process.execPath,
      ['--max-old-space-size=40', program, '200000'],
      { encoding: 'utf8' },
    );

    expect(status).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(1_200_000);
  }, 90_000);

  it.each([
    ['visits', { visits: 0 }, 'visits must be from 1 to 600000000, not "0"'],
    ['visits', { visits: 1.5 }, 'visits must be from 1 to 600000000, not "1.5"'],
    ['seed', { seed: Number.NaN }, 'seed must be a whole number, not "NaN"'],
    ['asOf', { asOf: 'soon' }, 'asOf must be an ISO 8601 date, not "soon"'],
  ])('refuses a wrong %s', (_, wrong, message) => {
    expect(() => generateConflictReportTables({ ...OPTIONS, ...wrong })).toThrow(
      expect.objectContaining({ name: 'SampleDataOptionsError', message }),
    );
  });
});
