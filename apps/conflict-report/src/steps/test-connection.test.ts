import { describe, expect, it } from '@jest/globals';
import { createFakeDatabase } from '../../test/fake-database.ts';
import { createTestPorts, handlerWith } from '../../test/fake-ports.ts';

describe('testConnection', () => {
  it('gives the first 100 characters of the version', async () => {
    const row = { database: 'd', user: 'u', version: `PostgreSQL 17 ${'x'.repeat(200)}` };
    const database = createFakeDatabase(() => ({ rows: [row] }));
    const { ports } = createTestPorts({ connect: database.connect });

    const envelope = await handlerWith(ports)({ action: 'test_connection' });

    expect(envelope).toMatchObject({
      body: { details: { version: `PostgreSQL 17 ${'x'.repeat(86)}` } },
    });
  });

  it('asks no server when it is mocked', async () => {
    const { ports } = createTestPorts();

    const envelope = await handlerWith(ports)({ action: 'test_connection', use_mock: true });

    expect(envelope).toMatchObject({ statusCode: 200, body: { details: { version: 'mock' } } });
  });
});
