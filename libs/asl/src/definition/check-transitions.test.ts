import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { end, findings, task } from '../../test/findings.ts';

describe('validateDefinition, transitions', () => {
  const go = (next: string): JsonObject => ({ Type: 'Pass', Next: next });

  it.each<[string, JsonObject, string[]]>([
    [
      'a loop without end',
      { StartAt: 'A', States: { A: go('B'), B: go('A'), Unused: go('A') } },
      ['MISSING_END_STATE: Workflow has no terminal state at null'],
    ],
    [
      'a loop with an end that nothing reaches',
      { StartAt: 'A', States: { A: go('B'), B: go('A'), C: end } },
      ['MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'],
    ],
    [
      'an unknown Next and no end',
      { StartAt: 'A', States: { A: go('Nope') } },
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /States/A/Next",
        'MISSING_END_STATE: Workflow has no terminal state at null',
      ],
    ],
    [
      'an unknown StartAt',
      { StartAt: 'Nope', States: { A: end } },
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /StartAt",
        'MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A',
      ],
    ],
    [
      'unknown targets of Choices, Default and Catch',
      {
        StartAt: 'C',
        States: {
          C: {
            Type: 'Choice',
            Choices: [
              { Variable: '$.a', IsNull: true, Next: 'T' },
              { Variable: '$.b', IsNull: true, Next: 'X1' },
            ],
            Default: 'X2',
          },
          T: task({ Next: 'Z', Catch: [{ ErrorEquals: ['a'], Next: 'X3' }] }),
          Z: end,
        },
      },
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: X2 at /States/C/Default",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: X1 at /States/C/Choices[1]/Next",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: X3 at /States/T/Catch[0]/Next",
      ],
    ],
    [
      'a branch that leads out of itself',
      {
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            Branches: [{ StartAt: 'B', States: { B: go('Z') } }],
            Next: 'Z',
          },
          Z: end,
        },
      },
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Z at /States/P/Branches[0]/States/B/Next",
      ],
    ],
    [
      'an unreachable state in a body',
      {
        StartAt: 'M',
        States: {
          M: {
            Type: 'Map',
            ItemProcessor: { StartAt: 'B', States: { B: end, Ghost: end } },
            End: true,
          },
        },
      },
      [
        'MISSING_TRANSITION_TARGET: State "Ghost" is not reachable. at /States/M/ItemProcessor/States/Ghost',
      ],
    ],
    [
      'a name used in two graphs',
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Parallel', Branches: [{ StartAt: 'Z', States: { Z: end } }], Next: 'Z' },
          Z: end,
        },
      },
      ['DUPLICATE_STATE_NAME: Duplicate State name: Z at /States/A/Branches[0]/States/Z'],
    ],
  ])('reports %s', (_, machine, expected) => {
    expect(findings(machine)).toEqual(expected);
  });

  it('lets a body loop without an end, as AWS does', () => {
    const machine = {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'A', States: { A: go('B'), B: go('A') } },
          End: true,
        },
      },
    };

    expect(findings(machine)).toEqual([]);
  });

  it('looks at transitions only when the structure is right', () => {
    expect(findings({ StartAt: 'Nope', States: { A: { ...end, Foo: 1 } } })).toEqual([
      "Field 'Foo' is not supported at /States/A",
    ]);
  });

  it('takes no target from Object.prototype', () => {
    expect(findings({ StartAt: 'A', States: { A: go('toString'), Z: end } })[0]).toBe(
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: toString at /States/A/Next",
    );
  });
});
