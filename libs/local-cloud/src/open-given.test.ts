import { describe, expect, it } from '@jest/globals';
import { looksLikeProduction } from './open-given.ts';

describe('looksLikeProduction', () => {
  it.each([
    ['etl-prod.example.com', 'conflicts'],
    ['PROD', 'conflicts'],
    ['db.production.example.com', 'conflicts'],
    ['localhost', 'conflicts_prod'],
    ['localhost', 'live'],
    ['prod1.example.com', 'conflicts'],
  ])('is true of "%s", database "%s"', (host, database) => {
    expect(looksLikeProduction({ host, database })).toBe(true);
  });

  it.each([
    ['localhost', 'conflictreport_dev'],
    ['db.example.com', 'products'],
    ['delivery.example.com', 'reproduction'],
  ])('is false of "%s", database "%s"', (host, database) => {
    expect(looksLikeProduction({ host, database })).toBe(false);
  });
});
