import { describe, expect, it } from '@jest/globals';
import neo4j from 'neo4j-driver';
import { cypherJson, cypherText } from './cypher-values.ts';

const { Date: CypherDate, Node, Path, PathSegment, Relationship } = neo4j.types;
const award = new Node(1n, ['Award'], { phase: 'I', 'award key': 7n });
const company = new Node(2n, ['Company', 'Big Firm'], {});
const owns = new Relationship(3n, 1n, 2n, 'AWARDS', { share: 1 });
const forward = new Path(award, company, [new PathSegment(award, owns, company)]);
const backward = new Path(company, award, [new PathSegment(company, owns, award)]);

describe('a value of the graph', () => {
  it.each([
    [null, 'NULL', null],
    [true, 'TRUE', true],
    ['say "hi"\n', '"say \\"hi\\"\\n"', 'say "hi"\n'],
    [12n, '12', 12],
    [9_007_199_254_740_993n, '9007199254740993', '9007199254740993'],
    [3, '3.0', 3],
    [0.25, '0.25', 0.25],
    [new CypherDate(2_025, 3, 1), '2025-03-01', '2025-03-01'],
    [[1n, 'a'], '[1, "a"]', [1, 'a']],
    [{ a: 1n, 'b c': null }, '{a: 1, `b c`: NULL}', { a: 1, 'b c': null }],
    [
      award,
      '(:Award {phase: "I", `award key`: 7})',
      { labels: ['Award'], properties: { phase: 'I', 'award key': 7 } },
    ],
    [company, '(:Company:`Big Firm`)', { labels: ['Company', 'Big Firm'], properties: {} }],
    [owns, '[:AWARDS {share: 1.0}]', { type: 'AWARDS', properties: { share: 1 } }],
  ])('%# has a text and a JSON form', (value, text, json) => {
    expect(cypherText(value)).toBe(text);
    expect(cypherJson(value)).toEqual(json);
  });

  it('shows which way a relationship of a path goes', () => {
    expect(cypherText(forward)).toBe(
      '(:Award {phase: "I", `award key`: 7})-[:AWARDS {share: 1.0}]->(:Company:`Big Firm`)',
    );
    expect(cypherText(backward)).toBe(
      '(:Company:`Big Firm`)<-[:AWARDS {share: 1.0}]-(:Award {phase: "I", `award key`: 7})',
    );
    expect(cypherJson(forward)).toHaveLength(3);
  });
});
