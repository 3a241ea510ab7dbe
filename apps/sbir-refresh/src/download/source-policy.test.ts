import { describe, expect, it } from '@jest/globals';
import { findAddress } from './find-address.ts';
import { isPublicAddress } from './public-address.ts';
import { checkSourceUrl, parseSourcePolicy } from './source-policy.ts';

const policy = parseSourcePolicy('data.www.sbir.gov, http://127.0.0.1:8123,http://[::1]:8124');
const rejected = { name: 'SourceRejectedError' };

describe('parseSourcePolicy', () => {
  it.each([
    'http://example.com',
    'https://data.www.sbir.gov',
    'http://127.0.0.1',
    'http://localhost:80',
    'http://127.0.0.1:80/path',
    '*.sbir.gov',
    '127.0.0.1',
    'localhost',
  ])('refuses the entry %s', (entry) => {
    expect(() => parseSourcePolicy(`data.www.sbir.gov,${entry}`)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError' }),
    );
  });
});

describe('checkSourceUrl', () => {
  it.each([
    'https://data.www.sbir.gov/mod_awarddatapublic/award_data.csv',
    'https://DATA.www.sbir.gov/a?b=c',
    'https://data.www.sbir.gov:443/a',
    'http://127.0.0.1:8123/award_data.csv',
    'http://[::1]:8124/award_data.csv',
  ])('lets %s pass', (url) => {
    expect(checkSourceUrl(url, policy).href).toBe(new URL(url).href);
  });

  it.each([
    'http://data.www.sbir.gov/a',
    'file:///etc/passwd',
    'ftp://data.www.sbir.gov/a',
    'data:text/csv,Company',
    'award_data.csv',
    'https://data.www.sbir.gov.evil.example/a',
    'https://evil.example/data.www.sbir.gov',
    'https://user@data.www.sbir.gov/a',
    'https://data.www.sbir.gov:pass@evil.example/a',
    'https://user:secret@data.www.sbir.gov/a',
    'https://data.www.sbir.gov:8443/a',
    'https://data.www.sbir.gov./a',
    'https://169.254.169.254/latest/meta-data',
    'http://169.254.169.254/latest/meta-data',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00:ec2::254]/',
    'https://localhost/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://127.1/',
    'http://127.0.0.1:8124/award_data.csv',
    'https://127.0.0.1:8123/award_data.csv',
    'http://127.0.0.2:8123/award_data.csv',
    'http://localhost:8123/award_data.csv',
    'http://user@127.0.0.1:8123/award_data.csv',
  ])('refuses %s', (url) => {
    expect(() => checkSourceUrl(url, policy)).toThrow(expect.objectContaining(rejected));
  });

  it('repeats nothing of the URL', () => {
    expect(() => checkSourceUrl('https://u:secret@data.www.sbir.gov/', policy)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});

describe('isPublicAddress', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:2800:220:1::1'])(
    'knows %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:169.254.169.254',
    '::ffff:8.8.8.8',
    '64:ff9b::a9fe:a9fe',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'not an address',
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('findAddress', () => {
  const url = new URL('https://data.www.sbir.gov/a');

  it('gives the first address when all are public', async () => {
    const address = await findAddress(url, policy, async () => ['93.184.216.34', '8.8.8.8']);

    expect(address).toBe('93.184.216.34');
  });

  it.each([
    [['10.0.0.1']],
    [['93.184.216.34', '10.0.0.1']],
    [['93.184.216.34', '::1']],
    [['::ffff:127.0.0.1']],
  ])('refuses a name that leads to %j', async (addresses) => {
    await expect(findAddress(url, policy, async () => addresses)).rejects.toMatchObject(rejected);
  });

  it.each([
    ['no address', async () => []],
    ['an error', async () => Promise.reject(new Error('ENOTFOUND'))],
  ])('may be tried again when the resolver gives %s', async (_, resolve) => {
    await expect(findAddress(url, policy, resolve)).rejects.toMatchObject({
      name: 'SourceUnavailableError',
    });
  });

  it('takes an allowed loopback origin without asking the resolver', async () => {
    const resolve = async () => Promise.reject(new Error('asked'));

    expect(await findAddress(new URL('http://127.0.0.1:8123/a'), policy, resolve)).toBe(
      '127.0.0.1',
    );
    expect(await findAddress(new URL('http://[::1]:8124/a'), policy, resolve)).toBe('::1');
  });
});
