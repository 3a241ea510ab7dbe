import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { CorpusCase } from './corpus-case.ts';
import { judgeScripts } from './script-case.ts';
import { startSimulatorService } from './simulator-service.ts';

const ROOT = join(import.meta.dirname, '../../..');
const ACCOUNT = 'arn:aws:states:us-east-1:111111111111';

const scriptCase = (id: string, fields: Partial<CorpusCase>): CorpusCase => ({
  ...{ id, category: 'activities', kind: 'api', definition: {}, input: null },
  ...{ expected: { status: '' } },
  ...fields,
});
const create = (name: string, arnName = name) => ({
  n: 0,
  op: 'create_activity',
  params: { name },
  expect: { activityArn: `${ACCOUNT}:activity:${arnName}`, creationDate: '«datetime»' },
});
/** Every script finds its own activity alone. */
const list = {
  n: 1,
  op: 'list_activities',
  params: {},
  expect: { activities: [{ activityArn: '«arn»', creationDate: '«datetime»', name: '«name»' }] },
};

it('scripts run over HTTP against the simulator, each in an account of its own', async () => {
  const verdicts = await judgeScripts(
    [
      scriptCase('one', { script: [create('a'), list] }),
      scriptCase('two', { script: [create('b'), list] }),
      scriptCase('wrong', { script: [create('c', 'd')] }),
      scriptCase('other', { requires: ['logs'], script: [] }),
    ],
    () => startSimulatorService(ROOT),
  );

  expect(verdicts.map(({ id, category, result }) => [id, category, result])).toEqual([
    ['one', 'api scripts', 'pass'],
    ['two', 'api scripts', 'pass'],
    ['wrong', 'api scripts', 'fail'],
    ['other', 'api scripts', 'skip'],
  ]);
  expect(verdicts[2]?.why).toContain('arn:aws:states:us-east-1:200000000002:activity:c');
});

it('says what the simulator said when it does not start', async () => {
  await expect(startSimulatorService(join(ROOT, 'none'))).rejects.toThrow(
    'The simulator has ended',
  );
});
