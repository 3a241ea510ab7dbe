import { describe, expect, it } from '@jest/globals';
import type { Neo4jEngine } from '@pipelines/local-cloud';
import { specOf } from '../test/function-zip.ts';
import { graphValues } from './graph-values.ts';

const spec = specOf({ environment: ['NEO4J_URI', 'NEO4J_USERNAME'] });
const engine: Neo4jEngine = {
  uri: 'bolt://127.0.0.1:17687',
  user: 'neo4j',
  password: 'p',
  database: 'neo4j',
  provider: 'embedded',
  version: '5.26.30',
  stop: async () => undefined,
};
const refuse = async (): Promise<never> => {
  throw new Error('the graph was opened');
};

describe('graphValues', () => {
  it('gives the graph of the simulator to a function that declares NEO4J_URI', async () => {
    const values = await graphValues(spec, { env: {}, mode: 'real', open: async () => engine });

    expect(values).toEqual({
      NEO4J_URI: 'bolt://127.0.0.1:17687',
      NEO4J_USERNAME: 'neo4j',
      NEO4J_PASSWORD: 'p',
      NEO4J_DATABASE: 'neo4j',
    });
  });

  it.each([
    ['a function that declares none', specOf(), {}, 'real', {}],
    ['mock mode', spec, {}, 'mock', {}],
    ['a graph that the user brings', spec, { NEO4J_URI: 'bolt://h' }, 'real', {}],
    [
      'a user under the other name',
      spec,
      { NEO4J_URI: 'bolt://h', NEO4J_USER: 'u' },
      'real',
      { NEO4J_USERNAME: 'u' },
    ],
  ] as const)('opens nothing for %s', async (_, one, env, mode, values) => {
    expect(await graphValues(one, { env, mode, open: refuse })).toEqual(values);
  });
});
