import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { parseEnv } from './parse-env.ts';

const schema = z.object({
  DATABASE_HOST: z.string({ error: 'must be set' }),
  BATCH_ROWS: z.coerce.number({ error: 'must be a number' }).int().default(1_000),
});

describe('parseEnv', () => {
  it('converts, fills defaults, drops the rest and freezes', () => {
    const env = parseEnv(schema, { DATABASE_HOST: 'db', BATCH_ROWS: '5', HOME: '/root' });

    expect(env).toEqual({ DATABASE_HOST: 'db', BATCH_ROWS: 5 });
    expect(Object.isFrozen(env)).toBe(true);
  });

  it('takes an empty variable for an absent one', () => {
    const env = parseEnv(schema, { DATABASE_HOST: 'db', BATCH_ROWS: '' });

    expect(env.BATCH_ROWS).toBe(1_000);
  });

  it('names every bad variable and repeats no value', () => {
    const parse = () => parseEnv(schema, { DATABASE_HOST: '', BATCH_ROWS: 'canary' });

    expect(parse).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        variables: ['DATABASE_HOST', 'BATCH_ROWS'],
        message: 'Invalid configuration: DATABASE_HOST: must be set; BATCH_ROWS: must be a number',
      }),
    );
  });
});
