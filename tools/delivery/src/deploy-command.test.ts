import { describe, expect, it } from '@jest/globals';
import { deployArguments } from './deploy-command.ts';

const env = { STAGE: 'prod', GITHUB_REPO: 'agency/pipelines' };
const context = ['--context', 'stage=prod', '--context', 'github_repo=agency/pipelines'];

describe('deployArguments', () => {
  it('deploys all stacks of a stage, or those that are named', () => {
    expect(deployArguments(env)).toEqual(['nx', 'run', 'infra:deploy', '--', ...context]);
    expect(deployArguments({ ...env, STACKS: ' sbir-analytics-storage  x ' })).toEqual([
      ...['nx', 'run', 'infra:deploy', '--', 'sbir-analytics-storage', 'x'],
      ...context,
    ]);
  });

  it.each([
    [{ STAGE: 'qa' }, 'STAGE must be dev or prod.'],
    [{ GITHUB_REPO: 'pipelines' }, 'GITHUB_REPO is not of the form owner/repository.'],
    [{ GITHUB_REPO: undefined }, 'GITHUB_REPO is missing.'],
    [{ STACKS: 'a $(id)' }, 'STACKS has a word that is no name of a stack.'],
    [{ STACKS: '--force' }, 'STACKS has a word that is no name of a stack.'],
  ])('refuses %j', (change, message) => {
    expect(() => deployArguments({ ...env, ...change })).toThrow(message);
  });
});
