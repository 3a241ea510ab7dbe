import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  downloadCsvEvent,
  enrichmentChecksEvent,
  ingestionChecksEvent,
  loadNeo4jEvent,
  profileInputsEvent,
  resetNeo4jEvent,
  runAllEvent,
  smokeChecksEvent,
  triggerDagsterRefreshEvent,
  validateDatasetEvent,
} from '@pipelines/contracts';
import { functions } from '@pipelines/workflows';

const FOLDER = path.join(import.meta.dirname, '../events');
const events = {
  'download-csv': downloadCsvEvent,
  'enrichment-checks': enrichmentChecksEvent,
  'ingestion-checks': ingestionChecksEvent,
  'load-neo4j': loadNeo4jEvent,
  'profile-inputs': profileInputsEvent,
  'reset-neo4j': resetNeo4jEvent,
  'run-all': runAllEvent,
  'smoke-checks': smokeChecksEvent,
  'trigger-dagster-refresh': triggerDagsterRefreshEvent,
  'validate-dataset': validateDatasetEvent,
} as const;
const files = readdirSync(FOLDER).sort();

describe('the events', () => {
  it('are there for each function that can be called by hand', () => {
    const names = new Set(files.map((file) => file.split('.')[0]));
    // record-success takes the whole document of an execution: only a machine has it.
    const wanted = functions
      .filter(({ app, name }) => app === 'sbir-refresh' && name !== 'record-success')
      .map(({ name }) => name);

    expect([...names]).toEqual(expect.arrayContaining(wanted));
  });

  it.each(files)('%s is what its function takes, and names nothing else', (file) => {
    const name = file.split('.')[0] as keyof typeof events;
    const event: unknown = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));

    expect(events[name].strict().safeParse(event)).toMatchObject({ success: true });
  });
});
