import { describe, expect, it } from '@jest/globals';
import { functions } from '@pipelines/workflows';
import { functionStatements } from './function-statements.ts';

const targets = {
  bucketArn: 'arn:aws:s3:::bucket',
  bucketKeyArn: 'arn:aws:kms:us-east-2:000000000000:key/1',
  secretArn: (id: string) => `arn:aws:secretsmanager:us-east-2:000000000000:secret:${id}-??????`,
};

describe('functionStatements', () => {
  it('lets nobody delete but run-all, and it its lock alone', () => {
    const deleting = functions.flatMap((spec) =>
      functionStatements(spec, targets)
        .filter(({ actions }) => actions.includes('s3:DeleteObject'))
        .map(({ actions, resources }) => ({ name: spec.name, actions, resources })),
    );

    expect(deleting).toEqual([
      {
        name: 'run-all',
        actions: ['s3:DeleteObject'],
        resources: ['arn:aws:s3:::bucket/state/lock.json'],
      },
    ]);
  });
});
