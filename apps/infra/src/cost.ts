import { parseArgs } from 'node:util';
import { messageOf } from '@pipelines/core';
import { containerCost } from './container-cost.ts';
import { monthlyCost, type CostLine, type Volumes } from './monthly-cost.ts';
import { SettingsError } from './settings-error.ts';
import { readSettings } from './settings.ts';

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

/** An hour of TASK_02 a night and half an hour of loading: nobody needs a container for less. */
const CONTAINER_SECONDS = { 'etl-pipeline-function': 3_600, 'load-neo4j': 1_800 };

try {
  print(costOf(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(messageOf(error));
  process.exitCode = 2;
}

/** @param args - `--context task_02=container`, as a deployment gets it */
function costOf(args: readonly string[]): readonly CostLine[] {
  const { values } = parseArgs({
    args: [...args],
    options: { context: { type: 'string', short: 'c', multiple: true } },
  });
  const pairs = (values.context ?? []).map((pair): [string, string] => {
    const [name = '', ...rest] = pair.split('=');
    return [name, rest.join('=')];
  });
  const context = new Map(pairs);
  // Costs are those of any stage.
  const settings = readSettings((name) => (name === 'stage' ? 'dev' : context.get(name)), {});
  const { runsPerMonth, zones } = VOLUMES;
  const containers = containerCost(settings.containers, {
    secondsPerRun: CONTAINER_SECONDS,
    runsPerMonth: {
      'etl-pipeline-function': runsPerMonth['conflict-report'],
      'load-neo4j': runsPerMonth['sbir-refresh'],
    },
    zones,
    hasOwnNetwork: settings.network.kind === 'own',
  });
  return [...monthlyCost(VOLUMES), ...containers];
}

function print(lines: readonly CostLine[]): void {
  const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
  console.log('A month in US dollars, without free tiers, transfer and the database:\n');
  for (const { what, dollars } of [...lines, { what: 'Together', dollars: total }]) {
    console.log(`${dollars.toFixed(2).padStart(8)}  ${what}`);
  }
}
