import { PipelineError } from '@pipelines/core';
import { planPopulation, type VisitShape } from './population.ts';
import type { SampleTable } from './sample-table.ts';
import { conflictTable } from './tables/conflict-table.ts';
import { mapTable } from './tables/map-table.ts';
import { addressTable, caregiverTable, patientTable } from './tables/people-tables.ts';
import { providerTables } from './tables/provider-tables.ts';
import { sharedTables } from './tables/shared-tables.ts';
import { visitTable } from './tables/visit-table.ts';

/** The wanted data set cannot be made: the message says which option is wrong. */
export class SampleDataOptionsError extends PipelineError {
  static {
    SampleDataOptionsError.prototype.name = 'SampleDataOptionsError';
  }
}

/** Size and seed of a data set. */
export interface SampleDataOptions {
  readonly visits: number;
  /** Any whole number. Same options, same bytes. */
  readonly seed: number;
  /** ISO 8601; the day of the run, around which the visits lie. */
  readonly asOf: string;
  /** Default `load`. */
  readonly shape?: VisitShape;
}

/** One person has 13 visits; more people than this have no fake SSN left. */
const MOST_VISITS = 600_000_000;

/**
 * All tables that the conflict report reads: 11 of analytics, 7 of conflict.
 *
 * Nothing is computed before `rows()` is called, and then in constant memory at any size. SSNs
 * come from ranges that were never issued; names and addresses are plainly made up.
 *
 * @throws {SampleDataOptionsError} for a count, seed or date that cannot be used
 * Source: conflict-report.md 12.3
 */
export function generateConflictReportTables(options: SampleDataOptions): readonly SampleTable[] {
  const { visits, seed, asOf, shape = 'load' } = options;
  const asOfMs = Date.parse(asOf);
  if (!Number.isSafeInteger(visits) || visits < 1 || visits > MOST_VISITS) {
    throw new SampleDataOptionsError(`visits must be from 1 to ${MOST_VISITS}, not "${visits}"`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new SampleDataOptionsError(`seed must be a whole number, not "${seed}"`);
  }
  if (Number.isNaN(asOfMs)) {
    throw new SampleDataOptionsError(`asOf must be an ISO 8601 date, not "${asOf}"`);
  }
  const population = planPopulation({ visits, seed, asOfMs, shape });
  return [
    ...sharedTables(population),
    ...providerTables(population),
    caregiverTable(population),
    patientTable(population),
    addressTable(population),
    visitTable(population),
    conflictTable(population),
    mapTable(population),
  ];
}
