import { describe, expect, it } from '@jest/globals';
import { dagsterAddress } from './dagster-address.ts';

const nowhere = { apiUrl: undefined, org: undefined, deployment: 'prod' };

describe('dagsterAddress', () => {
  it('is that of the organisation and its deployment', () => {
    expect(dagsterAddress({ ...nowhere, org: 'sbir' })).toBe(
      'https://sbir.dagster.cloud/prod/graphql',
    );
  });

  it.each(['https://dagster.example/graphql', 'http://127.0.0.1:3000/graphql'])(
    'takes %s before an organisation',
    (apiUrl) => {
      expect(dagsterAddress({ ...nowhere, org: 'sbir', apiUrl })).toBe(apiUrl);
    },
  );

  it.each([
    'http://dagster.example/graphql',
    'http://127.0.0.1.dagster.example/graphql',
    'https://user:secret@dagster.example/graphql',
    'https://dagster.example/graphql?token=secret',
    'file:///graphql',
    'secret',
  ])('refuses %s, and does not repeat it', (apiUrl) => {
    let message = '';
    try {
      dagsterAddress({ ...nowhere, apiUrl });
    } catch (error) {
      message = String(error);
    }

    expect(message).toMatch(/^ConfigurationError: DAGSTER_CLOUD_API_URL must /);
    expect(message).not.toContain('secret');
  });

  it.each([{ org: 'evil.example/' }, { org: 'sbir', deployment: '../x' }])(
    'refuses %j',
    (place) => {
      expect(() => dagsterAddress({ ...nowhere, ...place })).toThrow(/ is not /);
    },
  );
});
