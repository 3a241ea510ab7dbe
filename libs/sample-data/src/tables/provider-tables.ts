import { instantText, timestampText } from '../calendar.ts';
import { applicationId, entityId } from '../entities.ts';
import { PROVIDERS_PER_REGION, type Population } from '../population.ts';
import { booleanText, sampleTable, type NamedRow, type SampleTable } from '../sample-table.ts';
import { SHARED_RECORDS } from '../visits.ts';

/** One of every fourteen providers is each of these. */
const INACTIVE = 11;
const DEMO = 12;
const EXCLUDED = 13;

/** Providers and what is known of them: who pays them, who is reminded, who is left out. */
export function providerTables(population: Population): SampleTable[] {
  const numbers = Array.from({ length: population.providers }, (_, index) => index);
  const links = numbers.flatMap((provider) =>
    payersOf(provider).map((payer) => ({ provider, payer })),
  );
  const excluded = numbers.filter((index) => index % PROVIDERS_PER_REGION === EXCLUDED);
  const { today } = population;
  return [
    table(
      'analytics',
      'dimprovider',
      numbers.map((index) => providerRow(index, today)),
    ),
    table('analytics', 'dimpayerprovider', links.map(linkRow)),
    table('conflict', 'excluded_agency', excluded.map(exclusionRow)),
    // Every other link is known already, under names that have changed since.
    table(
      'conflict',
      'payer_provider_reminders',
      links
        .filter((_, index) => index % 2 === 0)
        .map((link, index) => reminderRow(link, index, today)),
    ),
  ];
}

/** `Home Care Agency 7` */
export function providerName(provider: number): string {
  return `Home Care Agency ${provider + 1}`;
}

/** A table small enough to be held, its columns read off its rows. */
export function table(
  schema: SampleTable['schema'],
  name: string,
  rows: readonly NamedRow[],
): SampleTable {
  const columns = Object.keys(rows[0] ?? {});
  return sampleTable({ schema, table: name, columns, estimatedRows: rows.length }, () => rows);
}

/** Two to four payers. */
function payersOf(provider: number): number[] {
  return Array.from(
    { length: 2 + (provider % 3) },
    (_, index) => (provider * 3 + index) % SHARED_RECORDS.payer,
  );
}

function providerRow(index: number, today: number): NamedRow {
  const place = index % PROVIDERS_PER_REGION;
  return {
    'Provider Id': entityId('provider', index),
    'Application Provider Id': applicationId('provider', index),
    'Provider Name': providerName(index),
    'Address State': index % 3 === 0 ? 'PA' : 'NY',
    'Federal Tax Number': `00-${String(index + 1).padStart(7, '0')}`,
    // 555-01xx is kept for fiction.
    'Phone Number 1': `555-01${String(index % 100).padStart(2, '0')}`,
    'Is Active': booleanText(place !== INACTIVE),
    'Is Demo': booleanText(place === DEMO),
    'Updated Datatimestamp': instantText(today - 1, 0),
  };
}

interface Link {
  readonly provider: number;
  readonly payer: number;
}

function linkRow({ provider, payer }: Link): NamedRow {
  return {
    'Payer Id': entityId('payer', payer),
    'Application Payer Id': applicationId('payer', payer),
    'Provider Id': entityId('provider', provider),
    'Application Provider Id': applicationId('provider', provider),
  };
}

function exclusionRow(provider: number, index: number): NamedRow {
  return {
    ID: String(index + 1),
    AgencyName: providerName(provider),
    ProviderID: entityId('provider', provider),
    AppProviderID: applicationId('provider', provider),
  };
}

function reminderRow({ provider, payer }: Link, index: number, today: number): NamedRow {
  return {
    ID: String(index + 1),
    PayerID: entityId('payer', payer),
    AppPayerID: applicationId('payer', payer),
    Contract: `Former name of payer ${payer + 1}`,
    ProviderID: entityId('provider', provider),
    AppProviderID: applicationId('provider', provider),
    ProviderName: `Former name of agency ${provider + 1}`,
    CreatedDateTime: timestampText(today - 200, 0),
    NumberOfDays: index % 3 === 0 ? null : '14',
  };
}
