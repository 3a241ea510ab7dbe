import { describe, expect, it } from '@jest/globals';
import { postgresSecret } from './postgres-secret.ts';

const secret = { host: 'db.example', port: 5_433, database: 'd', user: 'u', password: 'p' };

describe('postgresSecret', () => {
  it('reads a port that was written as text, and ignores what RDS adds', () => {
    const parsed = postgresSecret.parse({ ...secret, port: '5433', engine: 'postgres' });

    expect(parsed).toEqual(secret);
  });

  it('takes PostgreSQL’s own port when none is given', () => {
    const parsed = postgresSecret.parse({ ...secret, port: undefined });

    expect(parsed.port).toBe(5_432);
  });

  it.each([
    ['host', ''],
    ['port', '70000'],
    ['port', 'five'],
    ['database', 'd'.repeat(64)],
    ['user', undefined],
    ['password', ''],
  ])('refuses %s %j', (field, value) => {
    const { error } = postgresSecret.safeParse({ ...secret, [field]: value });

    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
