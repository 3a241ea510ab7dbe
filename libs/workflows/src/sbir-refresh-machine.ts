import weeklyRefresh from '../definitions/sbir-analytics-weekly-refresh.asl.json' with { type: 'json' };
import type { MachineSpec } from './machine-spec.ts';

/** The weekly refresh of SBIR awards. sbir-contracts.md section 1 has its states and payloads. */
export const sbirRefreshMachine: MachineSpec = {
  name: 'sbir-analytics-weekly-refresh',
  type: 'STANDARD',
  definition: weeklyRefresh,
  functions: [
    'download-csv',
    'validate-dataset',
    'profile-inputs',
    'ingestion-checks',
    'enrichment-checks',
    'reset-neo4j',
    'load-neo4j',
    'smoke-checks',
    'record-success',
  ],
  workingStates: [
    'DownloadCSV',
    'ValidateDataset',
    'ProfileInputs',
    'IngestionChecks',
    'EnrichmentChecks',
    'ResetNeo4j',
    'LoadNeo4j',
    'SmokeChecks',
    'RecordSuccess',
  ],
};
