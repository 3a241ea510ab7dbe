import { describe, expect, it } from '@jest/globals';
import { cdkArguments } from './cdk-arguments.ts';

describe('cdkArguments', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['deploy', [], ['deploy', '--require-approval', 'never', '--all']],
    ['deploy', ['a-stack'], ['deploy', '--require-approval', 'never', 'a-stack']],
    [
      'deploy',
      ['--context', 'stage=prod'],
      ['deploy', '--require-approval', 'never', '--all', '--context', 'stage=prod'],
    ],
    ['destroy', ['-c', 'stage=dev', 's'], ['destroy', '-c', 'stage=dev', 's']],
    ['synth', [], ['synth', '--quiet']],
    ['nag', [], ['synth', '--quiet', '--strict']],
    ['diff', ['s'], ['diff', 's']],
  ])('%s %j', (command, given, expected) => {
    expect(cdkArguments(command, given)).toEqual(expected);
  });

  it.each(['', 'gc', 'toString'])('knows no command "%s"', (command) => {
    expect(() => cdkArguments(command, [])).toThrow(
      `No command "${command}". There is: synth, nag, diff, bootstrap, deploy, destroy.`,
    );
  });
});
