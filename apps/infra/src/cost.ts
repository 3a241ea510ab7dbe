import { monthlyCost, type Volumes } from './monthly-cost.ts';

/**
 * 100 000 visits every night; the award file of 390 MB every week, its graph loaded each time.
 * Seconds are those of docs/benchmarks.md on two cores, doubled.
 */
const VOLUMES: Volumes = {
  runsPerMonth: { 'conflict-report': 30, 'sbir-refresh': 4.3 },
  secondsPerRun: {
    'etl-pipeline-function': 60,
    'download-csv': 60,
    'validate-dataset': 20,
    'profile-inputs': 20,
    'ingestion-checks': 60,
    'enrichment-checks': 120,
    'load-neo4j': 300,
    'smoke-checks': 30,
    'record-success': 30,
  },
  transitionsPerMonth: 30 * 12 + 4.3 * 20,
  storedGb: 5,
  logGb: 1,
  alarms: 35,
  zones: 2,
};

const lines = monthlyCost(VOLUMES);
const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
console.log('A month in US dollars, without free tiers, transfer and the database:\n');
for (const { what, dollars } of [...lines, { what: 'Together', dollars: total }]) {
  console.log(`${dollars.toFixed(2).padStart(8)}  ${what}`);
}
