import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { listVariableReferences } from './list-variable-references.ts';

const of = (state: JsonObject) => listVariableReferences({ StartAt: 'S', States: { S: state } });

describe('listVariableReferences', () => {
  it.each<[string, JsonObject, readonly string[] | undefined]>([
    ['paths', { Type: 'Pass', InputPath: '$b.c', OutputPath: '$a' }, ['a', 'b']],
    ['templates', { Type: 'Pass', Parameters: { x: { 'y.$': '$deep[0]' } } }, ['deep']],
    [
      'intrinsic functions',
      { Type: 'Pass', Assign: { 'n.$': 'States.MathAdd($n, $m.k)' } },
      ['m', 'n'],
    ],
    [
      'input and context',
      { Type: 'Pass', InputPath: '$.a', Parameters: { 'x.$': '$$.State' } },
      undefined,
    ],
    [
      'texts that are no expression',
      { Type: 'Pass', Comment: '$no', Result: { 'x.$': '$no' } },
      undefined,
    ],
    [
      'choices',
      { Type: 'Choice', Choices: [{ Variable: '$v', StringEqualsPath: '$w', Next: 'S' }] },
      ['v', 'w'],
    ],
    ['JSONata', { Type: 'Pass', Output: '{% $total + $count($items) %}' }, ['items', 'total']],
    [
      'what JSONata binds',
      { Type: 'Pass', Output: '{% ($x := 1; $map($l, function($v){ $v + $x }); $states.input) %}' },
      ['l'],
    ],
    ['JSONata’s texts', { Type: 'Pass', Output: "{% 'costs $price' %}" }, undefined],
  ])('of %s', (_, state, expected) => {
    expect(of(state)['S']).toEqual(expected);
  });

  it('lists states inside of Map and Parallel by themselves', () => {
    const read = { Type: 'Pass', InputPath: '$v', End: true };
    const graph = (name: string) => ({ StartAt: name, States: { [name]: read } });

    expect(
      listVariableReferences({
        StartAt: 'M',
        States: {
          M: { Type: 'Map', ItemsPath: '$list', ItemProcessor: graph('Inner'), Next: 'P' },
          P: { Type: 'Parallel', Branches: [graph('Branch')], End: true },
        },
      }),
    ).toEqual({ M: ['list'], Inner: ['v'], Branch: ['v'] });
  });
});
