import { describe, expect, it } from '@jest/globals';
import { deployedFunctions as functions } from '../src/deployed-functions.ts';
import { statementsOf, synthesise, type Statement } from './synthesised.ts';

const { stacks } = synthesise();
/** What Lambda does in the name of every function. */
const OF_THE_RUNTIME = ['WriteLogs', 'WriteTraces', 'SendFailedEvents'];
const BUCKET = 'arn:aws:s3:::sbir-analytics-production-data';
const NEO4J = 'secretsmanager:GetSecretValue sbir-analytics/neo4j-aura-??????';

/** Function × action: every right of every function, and no other. Written down by hand. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  'etl-pipeline-function': ['secretsmanager:GetSecretValue etl-pipeline/postgres-??????'],
  'download-csv': [...reads('state/last_success.json', 'raw/awards/*'), ...writes('raw/awards/*')],
  'validate-dataset': [
    ...reads('raw/awards/*', 'schemas/*', 'artifacts/latest/*'),
    ...writes('artifacts/*'),
  ],
  'profile-inputs': [
    ...reads('raw/awards/*', 'raw/companies/*', 'reference/companies/*', 'schemas/*'),
    ...writes('artifacts/*'),
  ],
  'ingestion-checks': [
    ...reads('raw/awards/*', 'schemas/*'),
    ...writes('processed/ingestion/*', 'artifacts/*', 'state/award_index/*'),
  ],
  'enrichment-checks': [
    ...reads('raw/awards/*', 'raw/companies/*', 'reference/companies/*', 'state/last_success.json'),
    ...writes('artifacts/*'),
  ],
  'reset-neo4j': [NEO4J],
  'load-neo4j': [...reads('processed/ingestion/*'), ...writes('artifacts/*'), NEO4J],
  'smoke-checks': [...reads('artifacts/*'), ...writes('artifacts/*'), NEO4J],
  'record-success': [
    ...reads('state/*', 'artifacts/*', 'raw/awards/*', 'processed/ingestion/*'),
    ...writes('state/*', 'artifacts/*', 'history/*'),
  ],
};

describe('function × action', () => {
  it('has a row for each deployed function, and for nothing else', () => {
    expect(Object.keys(RIGHTS).sort()).toEqual(functions.map(({ name }) => name).sort());
  });

  it.each(Object.entries(RIGHTS))('%s may do this and nothing else', (name, expected) => {
    const found = grantsOf(name)
      .filter(({ sid }) => sid !== 'UseBucketKey' && sid !== 'UseNetworkInterfaces')
      .flatMap(({ actions, resources }) =>
        actions.flatMap((action) => resources.map((one) => `${action} ${shortOf(one)}`)),
      );

    expect(found.sort()).toEqual([...expected].sort());
  });

  it('uses the key of the bucket only where objects are read or written', () => {
    const keyActions = Object.keys(RIGHTS).map((name) => [
      name,
      grantsOf(name).find(({ sid }) => sid === 'UseBucketKey')?.actions,
    ]);
    const both = ['kms:Decrypt', 'kms:GenerateDataKey'];

    expect(Object.fromEntries(keyActions)).toEqual({
      ...Object.fromEntries(functions.map(({ name }) => [name, both])),
      'etl-pipeline-function': undefined,
      'reset-neo4j': undefined,
    });
  });

  it('lets the conflict report alone into a network', () => {
    const inside = functions
      .map(({ name }) => name)
      .filter((name) => grantsOf(name).some(({ sid }) => sid === 'UseNetworkInterfaces'));

    expect(inside).toEqual(['etl-pipeline-function']);
  });
});

function reads(...keys: readonly string[]): readonly string[] {
  return [...keys.map((key) => `s3:GetObject …/${key}`), 's3:ListBucket …'];
}

function writes(...keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => [`s3:PutObject …/${key}`, `s3:AbortMultipartUpload …/${key}`]);
}

function grantsOf(name: string): readonly Statement[] {
  const policy = stacks.functions.functions.get(name)?.policy;
  const document: unknown = stacks.functions.resolve(policy?.document.toJSON());
  return statementsOf(document).filter(({ sid }) => !OF_THE_RUNTIME.includes(sid));
}

/** A secret by its name, what is in the bucket by its key. */
function shortOf(resource: string): string {
  const [, secret] = /:secret:([^"]+)"/.exec(resource) ?? [];
  return secret ?? resource.replace(BUCKET, '…');
}
