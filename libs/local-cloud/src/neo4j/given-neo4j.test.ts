import { describe, expect, it } from '@jest/globals';
import { openGivenNeo4j } from './given-neo4j.ts';

/** Nothing listens there: who is not refused gets so far as to try. */
const CLOSED_PORT = 1;

async function outcomeOf(env: Record<string, string>): Promise<Error> {
  const opening = openGivenNeo4j({ dataDir: '/nowhere', env });
  return opening.then(
    () => new Error('opened'),
    (error: Error) => error,
  );
}

describe('openGivenNeo4j', () => {
  it.each([
    ['neo4j://graph.example'],
    ['bolt://graph.example'],
    ['neo4j+ssc://graph.example'],
    ['bolt+ssc://graph.example'],
  ])('does not send a password to %s', async (uri) => {
    const error = await outcomeOf({ NEO4J_URI: uri, NEO4J_PASSWORD: 'canary' });

    expect(error.name).toBe('GivenNeo4jRefusedError');
    expect(error.message).toContain('"graph.example" would get its password');
    expect(error.message).not.toContain('canary');
  });

  it.each([
    [`bolt://127.0.0.1:${CLOSED_PORT}`, {}],
    [`bolt://[::1]:${CLOSED_PORT}`, {}],
    [`bolt://127.0.0.2:${CLOSED_PORT}`, { NEO4J_ALLOW_INSECURE: 'true' }],
    [`bolt+s://localhost:${CLOSED_PORT}`, {}],
  ])('goes to %s, and says that nothing answers', async (uri, env) => {
    const error = await outcomeOf({ NEO4J_URI: uri, ...env });

    expect(error).toMatchObject({
      name: 'GivenNeo4jUnreachableError',
      code: 'ServiceUnavailable',
    });
  });

  it.each(['http://127.0.0.1:7687', 'graph.example', 'bolt'])('refuses "%s"', async (uri) => {
    const error = await outcomeOf({ NEO4J_URI: uri });

    expect(error.message).toContain('NEO4J_URI is no address of Neo4j');
  });

  it.each([
    { NEO4J_URI: 'neo4j+s://graph-prod.example' },
    { NEO4J_URI: 'neo4j+s://graph.example', NEO4J_DATABASE: 'awards-live' },
  ])('refuses what looks like production: %j', async (env) => {
    const error = await outcomeOf(env);

    expect(error.message).toContain('looks like production');
  });
});
