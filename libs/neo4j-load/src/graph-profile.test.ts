import { describe, expect, it } from '@jest/globals';
import {
  defineGraphProfile,
  nodeKindOf,
  relationshipKindOf,
  type GraphProfile,
} from './graph-profile.ts';

const GOOD: GraphProfile = {
  name: 'letters',
  nodes: [
    { label: 'A', key: 'id', properties: { name: 'string' }, indexes: ['name'] },
    { label: 'B', key: 'id', properties: {} },
  ],
  relationships: [{ type: 'TO', from: 'A', to: 'B', properties: {} }],
};
const [A, B] = GOOD.nodes as [GraphProfile['nodes'][0], GraphProfile['nodes'][0]];
const [TO] = GOOD.relationships as [GraphProfile['relationships'][0]];

describe('defineGraphProfile', () => {
  it('gives a good profile back as it is', () => {
    expect(defineGraphProfile(GOOD)).toBe(GOOD);
  });

  it.each([
    [
      'a label that closes its quotes',
      { nodes: [{ ...A, label: 'A`) DETACH DELETE n //' }, B] },
      'no name',
    ],
    [
      'a property with a blank',
      { nodes: [{ ...A, properties: { 'a b': 'string' } }, B] },
      'no name',
    ],
    ['a type of another script', { relationships: [{ ...TO, type: 'TÖ' }] }, 'no name'],
    [
      'the key among the properties',
      { nodes: [{ ...A, properties: { id: 'string' } }, B] },
      'twice',
    ],
    ['an index on nothing', { nodes: [{ ...A, indexes: ['nothing'] }, B] }, 'index on "nothing"'],
    ['a label twice', { nodes: [A, B, B] }, 'a label is there twice'],
    ['a type twice', { relationships: [TO, TO] }, 'type is there twice'],
    ['an end that is no node', { relationships: [{ ...TO, to: 'C' }] }, 'ends at "C"'],
  ] as [string, Partial<GraphProfile>, string][])('refuses %s', (_, change, words) => {
    expect(() => defineGraphProfile({ ...GOOD, ...change })).toThrow(
      expect.objectContaining({
        name: 'GraphSchemaError',
        message: expect.stringContaining(words),
      }),
    );
  });
});

describe('nodeKindOf and relationshipKindOf', () => {
  it('find a kind by its name', () => {
    expect([nodeKindOf(GOOD, 'B'), relationshipKindOf(GOOD, 'TO')]).toEqual([B, TO]);
  });

  it('refuse a name that the profile does not have', () => {
    expect(() => nodeKindOf(GOOD, 'C')).toThrow('Graph profile "letters" has no "C"');
    expect(() => relationshipKindOf(GOOD, 'OF')).toThrow('Graph profile "letters" has no "OF"');
  });
});
