import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { describeWithPython } from '@pipelines/testing';
import type { CorpusCase, RecordedFunction } from './corpus-case.ts';
import { pythonSource, recordedFunctions } from './recorded-functions.ts';

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:111111111111:function:${name}`;
const functionOf = (behaviour: string, more: Partial<RecordedFunction> = {}): RecordedFunction => ({
  arn: arnOf(behaviour),
  behaviour,
  ...more,
});

/** What `handler` of a program does with an event, by the Python of this machine. */
function outcome(one: RecordedFunction, event: unknown): string {
  const call = `
import json, sys
try:
    print(json.dumps(repr(handler(json.loads(sys.argv[1]), None))))
except BaseException as error:
    print(json.dumps([type(error).__name__, str(error), error.__traceback__.tb_next.tb_lineno]))
`;
  const program = `${pythonSource(one)}${call}`;
  return String(
    JSON.parse(
      execFileSync('python3', ['-c', program, JSON.stringify(event)], { encoding: 'utf8' }),
    ),
  );
}

describeWithPython('pythonSource', () => {
  it('does what the recorded function did', () => {
    expect(outcome(functionOf('echo'), 7)).toBe('7');
    expect(outcome(functionOf('return', { value: '"Hi"' }), 7)).toBe(`b'"Hi"'`);
    expect(outcome(functionOf('return', { value: { a: [true] } }), 7)).toBe(`b'{"a":[true]}'`);
    expect(outcome(functionOf('return-large', { bytes: 5 }), 7)).toBe("'aaaaa'");
    expect(outcome(functionOf('sleep', { seconds: 0 }), 7)).toBe('7');
  });

  it.each(['Exception', 'CustomError'])('raises %s on the second line', (errorType) => {
    const one = functionOf('raise', { errorType, errorMessage: 'it "broke"' });

    expect(outcome(one, 7)).toBe([errorType, 'it "broke"', 2].join(','));
  });

  it('refuses a behaviour that it does not know', () => {
    expect(() => pythonSource(functionOf('dance'))).toThrow('No program for the behaviour "dance"');
  });
});

describe('recordedFunctions', () => {
  it('has each function once, whatever calls it', () => {
    const b = functionOf('raise');
    const a = functionOf('echo');
    const cases = [{ functions: { b } }, {}, { functions: { a, b } }] as unknown as CorpusCase[];

    expect(recordedFunctions(cases)).toEqual([a, b]);
  });
});
