import { timestampText } from '../calendar.ts';
import { everyPerson } from '../people.ts';
import type { Population } from '../population.ts';
import { createRandom } from '../random.ts';
import { sampleTable, type NamedRow, type SampleTable } from '../sample-table.ts';
import {
  conflictIdOf,
  hasConflictRow,
  mapsOf,
  unrelatedMaps,
  type VisitMap,
} from '../visit-maps.ts';

const COLUMNS = [
  ...['CONFLICTID', 'RECORDEDDATETIME', 'StatusFlag', 'ResolveDate', 'CreatedDate', 'ResolvedBy'],
];

const STATUSES = ['U', 'U', 'U', 'U', 'N', 'R', 'W', 'I'] as const;

/** Visits that are the primary side of at least one pair, in either shape. */
const CONFLICTS_PER_VISIT = { load: 1, sparse: 0.8 } as const;

/** `conflict.conflicts`: one row per conflict, that is per visit with pairs; 3 % are missing. */
export function conflictTable(population: Population): SampleTable {
  return sampleTable(
    {
      schema: 'conflict',
      table: 'conflicts',
      columns: COLUMNS,
      estimatedRows: Math.round(population.visits * CONFLICTS_PER_VISIT[population.shape] * 0.97),
    },
    function* () {
      for (const visit of visitsWithPairs(population)) {
        if (hasConflictRow(population, visit)) yield conflictRow(visit, population);
      }
    },
  );
}

/** Numbers of the visits whose conflict is in the map, in order, each once. */
function* visitsWithPairs(population: Population): Generator<number> {
  const unrelated = conflictIds(unrelatedMaps(population));
  for (const person of everyPerson(population)) {
    const paired = conflictIds(mapsOf(population, person));
    for (const { index } of person.visits) {
      const id = conflictIdOf(index);
      if (paired.has(id) || unrelated.has(id)) yield index;
    }
  }
}

function conflictIds(maps: Iterable<VisitMap>): Set<number | undefined> {
  return new Set(Array.from(maps, ({ conflictId }) => conflictId));
}

function conflictRow(visit: number, { seed, today }: Population): NamedRow {
  const status = createRandom(seed, 'conflict status', visit).pick(STATUSES);
  const isResolved = status === 'R';
  return {
    CONFLICTID: String(conflictIdOf(visit)),
    RECORDEDDATETIME: timestampText(today - 10, 6 * 60),
    StatusFlag: status,
    ResolveDate: isResolved ? timestampText(today - 5, 0) : null,
    CreatedDate: timestampText(today - 10, 0),
    ResolvedBy: isResolved ? 'Coordinator 1' : null,
  };
}
