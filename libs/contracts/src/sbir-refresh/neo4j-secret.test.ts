import { describe, expect, it } from '@jest/globals';
import { neo4jSecret } from './neo4j-secret.ts';

const SECRET = { uri: 'neo4j+s://x', username: 'u', password: 'p' };

describe('neo4jSecret', () => {
  it.each([
    [SECRET, 'neo4j'],
    [{ ...SECRET, database: 'awards', extra: 1, NEO4J_URI: 'other' }, 'awards'],
    [{ ...SECRET, database: '' }, 'neo4j'],
    [{ ...SECRET, database: null }, 'neo4j'],
    [{ NEO4J_URI: 'neo4j+s://x', NEO4J_USER: 'u', NEO4J_PASSWORD: 'p' }, 'neo4j'],
    [
      {
        NEO4J_URI: 'neo4j+s://x',
        NEO4J_USERNAME: 'u',
        NEO4J_PASSWORD: 'p',
        NEO4J_DATABASE: 'awards',
      },
      'awards',
    ],
  ])('reads %j', (value, database) => {
    expect(neo4jSecret.parse(value)).toEqual({ ...SECRET, database });
  });

  it.each([
    [{ ...SECRET, password: undefined }, 'password'],
    [{ ...SECRET, uri: '' }, 'uri'],
    [{ NEO4J_URI: 'x', NEO4J_PASSWORD: 'p' }, 'username'],
    [{}, 'uri'],
  ])('names what is missing from %j', (value, field) => {
    const { error } = neo4jSecret.safeParse(value);

    expect(error?.issues[0]?.path).toEqual([field]);
  });

  it('refuses what is no object', () => {
    expect(neo4jSecret.safeParse('p').success).toBe(false);
  });
});
