export { fakeSsn } from './fake-ssn.ts';
export {
  generateConflictReportTables,
  SampleDataOptionsError,
  type SampleDataOptions,
} from './generate-conflict-report-tables.ts';
export type { VisitShape } from './population.ts';
export type { SampleTable } from './sample-table.ts';
