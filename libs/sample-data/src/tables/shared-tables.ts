import { instantText, timestampText } from '../calendar.ts';
import { applicationId, entityId } from '../entities.ts';
import { fakeSsn } from '../fake-ssn.ts';
import type { Population } from '../population.ts';
import { booleanText, sampleTable, type NamedRow, type SampleTable } from '../sample-table.ts';
import { SHARED_RECORDS, type SharedKind } from '../visits.ts';
import { table } from './provider-tables.ts';

/** Dimensions and settings that do not grow with the visits. */
export function sharedTables(population: Population): SampleTable[] {
  const { today } = population;
  return [
    ...dimensionTables(instantText(today - 1, 0)),
    userTable(),
    table(
      'conflict',
      'mph',
      MPH_BANDS.map((band, index) => mphRow(band, index, today)),
    ),
    table('conflict', 'settings', [settingsRow(today)]),
    excludedSsnTable(population),
  ];
}

function dimensionTables(updated: string): SampleTable[] {
  const stamp = { 'Updated Datatimestamp': updated };
  return [
    table(
      'analytics',
      'dimoffice',
      records('Office', 'office', (number) => ({
        'Office Name': `Office ${number}`,
        'Is Active': booleanText(number !== 6),
        ...stamp,
      })),
    ),
    table(
      'analytics',
      'dimpayer',
      records('Payer', 'payer', (number) => ({
        'Payer Name': `Payer ${number}`,
        'Payer State': number % 3 === 0 ? 'PA' : 'NY',
        'Is Active': booleanText(number !== 7),
        'Is Demo': booleanText(number === 8),
        ...stamp,
      })),
    ),
    table(
      'analytics',
      'dimcontract',
      records('Contract', 'contract', (number) => ({
        'Contract Name': `Contract ${number}`,
        'Is Active': booleanText(number !== 10),
        ...stamp,
      })),
    ),
    table(
      'analytics',
      'dimservicecode',
      records('Service Code', 'serviceCode', (number) => ({
        'Service Code': `T100${number}`,
        ...stamp,
      })),
    ),
  ];
}

function userTable(): SampleTable {
  const users = records('User', 'user', (number) => ({
    'User Fullname': `Coordinator ${number}`,
    'User Email Address': `coordinator${number}@example.test`,
    'Vendor Id': 'V1',
    'Application Vendor Id': '1',
  }));
  return table('analytics', 'dimuser', users);
}

/** All records of a kind, numbered from 1 for their names. */
function records(name: string, kind: SharedKind, more: (number: number) => NamedRow): NamedRow[] {
  return Array.from({ length: SHARED_RECORDS[kind] }, (_, index) => ({
    [`${name} Id`]: entityId(kind, index),
    [`Application ${name} Id`]: applicationId(kind, index),
    ...more(index + 1),
  }));
}

/** From, to and speed, all in miles. Between the bands are gaps, as the original's form leaves. */
const MPH_BANDS: readonly (readonly [number, number, number])[] = [
  [0, 5, 15],
  [6, 10, 25],
  [11, 25, 35],
  [26, 50, 45],
  [51, 100, 55],
  [101, 500, 60],
  [501, 600, 0],
];

function mphRow(
  [from, to, speed]: readonly [number, number, number],
  index: number,
  today: number,
): NamedRow {
  return {
    ID: String(index + 1),
    RECORDEDDATETIME: timestampText(today - 230, 0),
    TYPE: 'Miles',
    From: String(from),
    To: String(to),
    AverageMilesPerHour: String(speed),
  };
}

function settingsRow(today: number): NamedRow {
  return {
    ExtraDistance: '20',
    ExtraDistancePer: '1.20',
    NORESPONSELIMITTIME: '30',
    ID: '1',
    LastLoadDate: timestampText(today - 1, 6 * 60),
    InProgressFlag: '2',
  };
}

/** What people type when there is no number. Never issued either. */
const PLACEHOLDERS = ['000-00-0000', '999-99-9999'];
const PEOPLE_PER_EXCLUSION = 100;

function excludedSsnTable({ people }: Population): SampleTable {
  const excludedPeople = Math.floor(people / PEOPLE_PER_EXCLUSION);
  const columns = ['ID', 'SSN'];
  const estimatedRows = PLACEHOLDERS.length + excludedPeople;
  return sampleTable(
    { schema: 'conflict', table: 'excluded_ssn', columns, estimatedRows },
    function* () {
      for (const [index, ssn] of PLACEHOLDERS.entries()) yield { ID: String(index + 1), SSN: ssn };
      for (let number = 0; number < excludedPeople; number += 1) {
        const ssn = fakeSsn(number * PEOPLE_PER_EXCLUSION);
        yield { ID: String(PLACEHOLDERS.length + number + 1), SSN: ssn };
      }
    },
  );
}
