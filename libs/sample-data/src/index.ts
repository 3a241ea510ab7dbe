export { fakeSsn } from './fake-ssn.ts';
export {
  generateConflictReportTables,
  SampleDataOptionsError,
  type SampleDataOptions,
} from './generate-conflict-report-tables.ts';
export type { VisitShape } from './population.ts';
export type { SampleTable } from './sample-table.ts';
export type { SampleAwardsOptions } from './sbir/award-population.ts';
export { generateAwardFile } from './sbir/generate-award-file.ts';
export { generateCompanyFiles } from './sbir/generate-company-files.ts';
export type { SampleFile } from './sbir/sample-file.ts';
