import { describe, expect, it } from '@jest/globals';
import { completeEnvironment, createTestPorts, handlerWith } from '../../test/fake-ports.ts';

const event = { action: 'validate_config', use_mock: true };

describe('validateConfig, mocked', () => {
  it('tells what is configured and asks nobody', async () => {
    const { ports } = createTestPorts();

    const envelope = await handlerWith(ports)(event);

    expect(envelope).toMatchObject({
      statusCode: 200,
      body: {
        config: { host: 'db.example', port: 5_432, database: 'conflictreport_dev', user: 'etl' },
      },
    });
  });

  it('leaves a secret unread and says so', async () => {
    const { ports } = createTestPorts({ environment: { DB_SECRET_ID: 'etl-pipeline/postgres' } });

    const envelope = await handlerWith(ports)(event);

    expect(envelope).toMatchObject({
      statusCode: 200,
      body: { config: { host: 'in secret etl-pipeline/postgres' } },
    });
  });

  it('still refuses settings that cannot work', async () => {
    const environment = { ...completeEnvironment, POSTGRES_PORT: 'five' };
    const { ports } = createTestPorts({ environment });

    const envelope = await handlerWith(ports)(event);

    expect(envelope).toMatchObject({
      statusCode: 500,
      body: { error: 'Invalid configuration: POSTGRES_PORT: must be a port number' },
    });
  });
});
