import { dateText, timestampText } from '../calendar.ts';
import { applicationId, entityId } from '../entities.ts';
import type { Population } from '../population.ts';
import { sampleTable, type NamedRow, type SampleTable } from '../sample-table.ts';
import { ABSENCE_DATES, everyVisitMap, RULE_FLAGS, type VisitMap } from '../visit-maps.ts';
import type { Visit } from '../visits.ts';
import { providerName } from './provider-tables.ts';

const COLUMNS = [
  ...['ID', 'CONFLICTID', 'SSN', 'ProviderID', 'AppProviderID', 'ProviderName'],
  ...['ConProviderID', 'ConAppProviderID', 'ConProviderName'],
  ...['VisitID', 'AppVisitID', 'ConVisitID', 'ConAppVisitID', 'VisitDate'],
  ...ABSENCE_DATES,
  ...RULE_FLAGS,
  ...['InServiceFlag', 'PTOFlag', 'CreatedDate', 'ResolveDate', 'CRDATEUNIQUE'],
  ...['UpdateFlag', 'UpdatedDate', 'StatusFlag'],
];

/** Rows per visit; measured, see map-table.test.ts. */
const ROWS_PER_VISIT = { load: 3.8, sparse: 1.2 } as const;

/** `conflict.conflictvisitmaps`: pairs of visits found to conflict in earlier runs. */
export function mapTable(population: Population): SampleTable {
  return sampleTable(
    {
      schema: 'conflict',
      table: 'conflictvisitmaps',
      columns: COLUMNS,
      estimatedRows: Math.round(population.visits * ROWS_PER_VISIT[population.shape]),
    },
    function* () {
      let id = 0;
      for (const map of everyVisitMap(population)) {
        id += 1;
        yield mapRow(map, id, population.today);
      }
    },
  );
}

function mapRow(map: VisitMap, id: number, today: number): NamedRow {
  const createdDay = today - 10;
  const flags = RULE_FLAGS.map((name, index) => [name, map.flags[index] ? 'Y' : 'N'] as const);
  return {
    ID: String(id),
    CONFLICTID: map.conflictId === undefined ? null : String(map.conflictId),
    SSN: map.ssn,
    ...sideColumns('', map.primary),
    ...sideColumns('Con', map.other),
    VisitDate: dateText(map.storedDay),
    ...(map.absence && { [map.absence]: timestampText(map.storedDay, 0) }),
    ...Object.fromEntries(flags),
    InServiceFlag: 'N',
    PTOFlag: 'N',
    CreatedDate: timestampText(createdDay, 6 * 60),
    ResolveDate: map.status === 'R' ? timestampText(today - 5, 0) : null,
    CRDATEUNIQUE: timestampText(createdDay, 6 * 60),
    UpdateFlag: map.isMarked ? '1' : null,
    UpdatedDate: timestampText(today - 1, 6 * 60),
    StatusFlag: map.status,
  };
}

function sideColumns(prefix: '' | 'Con', visit: Visit): NamedRow {
  const { provider } = visit.caregiver;
  return {
    [`${prefix}ProviderID`]: entityId('provider', provider),
    [`${prefix}AppProviderID`]: applicationId('provider', provider),
    [`${prefix}ProviderName`]: providerName(provider),
    [`${prefix}VisitID`]: entityId('visit', visit.index),
    [`${prefix}AppVisitID`]: applicationId('visit', visit.index),
  };
}
