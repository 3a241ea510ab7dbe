import { describe, expect, it } from '@jest/globals';
import { buildS3Path, parseS3Url } from './s3-url.ts';

describe('parseS3Url', () => {
  it('takes bucket and key apart', () => {
    expect(parseS3Url('s3://sbir-data/raw/a b/ü.csv')).toEqual({
      bucket: 'sbir-data',
      key: 'raw/a b/ü.csv',
    });
  });

  it.each([
    'https://sbir-data/raw/a.csv',
    's3://sbir-data',
    's3://sbir-data/',
    's3://UPPER/a',
    's3://ab/a',
    's3://10.0.0.1/a',
    's3://a..b/a',
    's3://-ab/a',
    's3://sbir-data/../a',
    's3://sbir-data//a',
    's3://sbir-data/a\n',
  ])('refuses %j', (url) => {
    expect(() => parseS3Url(url)).toThrow(expect.objectContaining({ name: 'InvalidPathError' }));
  });
});

describe('buildS3Path', () => {
  const environment = { SBIR_ANALYTICS_S3_BUCKET: 'from-env', S3_BUCKET: 'second' };

  it.each([
    ['the bucket given', 'given', environment, 's3://given/data/raw/a.csv'],
    ['SBIR_ANALYTICS_S3_BUCKET', undefined, environment, 's3://from-env/data/raw/a.csv'],
    ['S3_BUCKET', undefined, { S3_BUCKET: 'second' }, 's3://second/data/raw/a.csv'],
    [
      'S3_BUCKET where the first is empty',
      '',
      { SBIR_ANALYTICS_S3_BUCKET: '', S3_BUCKET: 'second' },
      's3://second/data/raw/a.csv',
    ],
  ])('uses %s', (_, bucket, variables, url) => {
    expect(buildS3Path('data/raw/a.csv', bucket, variables)).toBe(url);
  });

  it('strips leading slashes', () => {
    expect(buildS3Path('//data/raw/a.csv', 'given')).toBe('s3://given/data/raw/a.csv');
  });

  it('names the variable when there is no bucket', () => {
    expect(() => buildS3Path('data/raw/a.csv', undefined, {})).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        message: expect.stringContaining('SBIR_ANALYTICS_S3_BUCKET'),
      }),
    );
  });

  it.each(['/home/me/a.csv', 'C:\\data\\a.csv', 'c:/data/a.csv', '~/a.csv', 'file:///a', '/tmp/a'])(
    'refuses the local path %s',
    (path) => {
      expect(() => buildS3Path(path, 'given')).toThrow('absolute path of this machine');
    },
  );

  it('refuses to climb', () => {
    expect(() => buildS3Path('data/../../secrets', 'given')).toThrow(
      expect.objectContaining({ name: 'InvalidPathError' }),
    );
  });
});
