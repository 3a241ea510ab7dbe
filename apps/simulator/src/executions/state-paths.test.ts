import { describe, expect, it } from '@jest/globals';
import { executionFile, machineFolder } from './state-paths.ts';

const executionArn = (machine: string, name: string): string =>
  `arn:aws:states:us-east-1:000000000000:execution:${machine}:${name}`;

describe('executionFile', () => {
  it('uses plain names as they are', () => {
    expect(executionFile('/root', executionArn('etl-pipeline', 'run.1'))).toBe(
      '/root/000000000000/etl-pipeline/run.1.jsonl',
    );
  });

  it.each(['..', '.', 'CON', 'con', 'nul.x', 'Weekly', 'é', '=x', '', 'a/../../b'])(
    'keeps the name %j inside the folder, under a hash',
    (name) => {
      expect(executionFile('/root', executionArn('m', name))).toMatch(
        /^\/root\/000000000000\/m\/=[0-9a-f]{32}\.jsonl$/,
      );
    },
  );

  it('gives names that differ in case alone two files', () => {
    const upper = executionFile('/root', executionArn('m', 'RUN'));
    const lower = executionFile('/root', executionArn('m', 'run'));

    expect(upper.toLowerCase()).not.toBe(lower.toLowerCase());
  });

  it('stays inside the folder for what is no ARN', () => {
    expect(executionFile('/root', '../../etc/passwd')).toMatch(/^\/root\/=[0-9a-f]{32}\//);
  });
});

describe('machineFolder', () => {
  it('is the folder of its executions', () => {
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:etl-pipeline';

    expect(machineFolder('/root', arn)).toBe('/root/000000000000/etl-pipeline');
  });
});
