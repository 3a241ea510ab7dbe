import { gunzipSync } from 'node:zlib';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemClock, type JsonObject } from '@pipelines/core';
import { createS3Client, type FileStore, openS3Store } from '@pipelines/s3-files';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from '@pipelines/testing';
import { createLambdaHost } from '../src/lambda/step-host.ts';
import { runAll } from '../src/run-all/run-all.ts';
import { createWeeklySteps } from '../src/run-all/weekly-steps.ts';
import { sends, type SourceServer, startSourceServer } from './source-server.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';
import { runWeekly } from './weekly-machine.ts';

const SAMPLE = { awards: 400, seed: 7, asOf: '2026-11-23' };
const MACHINE_BUCKET = 'of-the-machine';
const RUN_ALL_BUCKET = 'of-run-all';
const NAME = 'sbir-analytics-weekly-refresh';
const BUSY_MS = 300_000;
const awardsOf = (change: object): string =>
  [...generateAwardFile({ ...SAMPLE, ...change }).chunks()].join('');

/** What the clock, the bucket and the speed of this machine put into a text. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
  [/of-the-machine|of-run-all/g, 'BUCKET'],
  [/("\w*(?:duration|second|memory)\w*": )[\d.]+/g, '$1N'],
  [/[\d.]+ ?(?:s|seconds)\b/g, 'N s'],
  // Sizes of artefacts that hold one of the above.
  [/("bytes": )\d+/g, '$1N'],
];

describeWithNeo4j('run-all and the machine, on the same input', () => {
  let cloud: StepCloud;
  let neo4j: TestNeo4j;
  let server: SourceServer;
  let source = awardsOf({});

  beforeAll(async () => {
    neo4j = await startTestNeo4j();
    cloud = await startStepCloud(MACHINE_BUCKET);
    const client = createS3Client();
    await client.send(new CreateBucketCommand({ Bucket: RUN_ALL_BUCKET }));
    client.destroy();
    server = await startSourceServer([(...call) => sends(source)(...call)]);
    const { uri, user, password, database } = neo4j.engine;
    Object.assign(process.env, {
      ALLOWED_SOURCE_HOSTS: server.origin,
      MIN_SOURCE_BYTES: '1000',
      NEO4J_URI: uri,
      NEO4J_USERNAME: user,
      NEO4J_PASSWORD: password,
      NEO4J_DATABASE: database,
    });
    for (const bucket of [MACHINE_BUCKET, RUN_ALL_BUCKET]) {
      for (const file of generateCompanyFiles(SAMPLE)) {
        await openS3Store(bucket).write(`raw/companies/${file.name}`, [...file.chunks()].join(''));
      }
    }
  }, TEST_NEO4J_TIMEOUT_MS);

  afterAll(async () => {
    await server.stop();
    await cloud.stop();
  });

  const inputOf = (change: JsonObject): JsonObject => ({
    source_url: `${server.origin}/a.csv`,
    run_date: '2026-11-23',
    ...change,
  });

  async function runMachineAgain(input: JsonObject, executions: number) {
    process.env['S3_BUCKET'] = MACHINE_BUCKET;
    const { result, output } = await runWeekly(inputOf(input));
    expect(result.error).toBeUndefined();
    return { output, executionName: `weekly-${executions}` };
  }

  async function runAllAgain(input: JsonObject, executionName: string) {
    process.env['S3_BUCKET'] = RUN_ALL_BUCKET;
    const host = createLambdaHost();
    const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${NAME}:${executionName}`;
    const { output } = await runAll(
      { input: inputOf(input), executionName, executionArn },
      {
        files: openS3Store(RUN_ALL_BUCKET),
        clock: systemClock,
        steps: createWeeklySteps(host),
        owner: 'test',
      },
    );
    return output;
  }

  it(
    'give the same document and the same objects, for two vintages and an unchanged file',
    async () => {
      const inputs: readonly JsonObject[] = [{}, { run_date: '2026-11-30' }, {}];
      const sources = [awardsOf({}), awardsOf({ awards: 350 }), awardsOf({ awards: 350 })];
      const documents: { machine: JsonObject[]; runAll: JsonObject[] } = {
        machine: [],
        runAll: [],
      };
      const names: string[] = [];

      await neo4j.clear();
      for (const [index, input] of inputs.entries()) {
        source = sources[index] ?? '';
        const { output, executionName } = await runMachineAgain(input, index + 1);
        documents.machine.push(output);
        names.push(executionName);
      }
      await neo4j.clear();
      for (const [index, input] of inputs.entries()) {
        source = sources[index] ?? '';
        documents.runAll.push(await runAllAgain(input, names[index] ?? ''));
      }

      expect(textsOf(documents.runAll)).toEqual(textsOf(documents.machine));
      const ofMachine = await objectsOf(openS3Store(MACHINE_BUCKET));
      const ofRunAll = await objectsOf(openS3Store(RUN_ALL_BUCKET));
      const copies = Object.keys(ofRunAll).filter((key) => key.startsWith('data/raw/sbir/'));
      expect(copies).toEqual([
        'data/raw/sbir/award_data.csv',
        'data/raw/sbir/award_data_2026-11-23.csv',
        'data/raw/sbir/award_data_2026-11-30.csv',
      ]);
      const rest = Object.fromEntries(
        Object.entries(ofRunAll).filter(([key]) => !copies.includes(key)),
      );
      expect(Object.keys(rest)).toEqual(Object.keys(ofMachine));
      for (const [key, text] of Object.entries(rest))
        expect([key, text]).toEqual([key, ofMachine[key]]);
      // All of a run with a graph, two runs: nothing was compared that was not there.
      expect(Object.keys(ofMachine)).toContain('artifacts/2026-11-30/reconciliation.json');
      expect(ofMachine['artifacts/2026-11-30/neo4j_load_metrics.json']).toContain(
        '"awards_tombstoned"',
      );
    },
    BUSY_MS,
  );
});

function textsOf(documents: readonly JsonObject[]): readonly string[] {
  return documents.map((document) => withoutVarying(JSON.stringify(document, null, 2)));
}

/** Every object with its text, as far as two runs of the same input must agree on it. */
async function objectsOf(store: FileStore): Promise<Record<string, string>> {
  const objects: Record<string, string> = {};
  for await (const { key } of store.list('')) {
    const { body } = await store.read(key);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    objects[key] = withoutVarying(String(key.endsWith('.gz') ? gunzipSync(bytes) : bytes));
  }
  return objects;
}

function withoutVarying(text: string): string {
  return VARYING.reduce((rest, [pattern, put]) => rest.replaceAll(pattern, put), text);
}
