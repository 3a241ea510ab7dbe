import { describe, expect, it } from '@jest/globals';
import { javaName, sdkInput, sdkOutput } from './sdk-values.ts';

describe('javaName', () => {
  it.each([
    ['ARN', 'Arn'],
    ['ETag', 'ETag'],
    ['SSEKMSKeyId', 'SsekmsKeyId'],
    ['ChecksumCRC32', 'ChecksumCRC32'],
    ['RotationLambdaARN', 'RotationLambdaARN'],
    ['Key', 'Key'],
    ['ID', 'Id'],
  ])('writes %s as %s', (name, expected) => {
    expect(javaName(name)).toBe(expected);
  });
});

describe('sdkInput', () => {
  it('makes times and bytes of texts, and the JSON of a body', () => {
    expect(sdkInput({ Body: 'b', Expires: '2030-01-02T03:04:05Z', SecretBinary: 'x' })).toEqual({
      Body: '"b"',
      Expires: new Date('2030-01-02T03:04:05Z'),
      SecretBinary: Buffer.from('x'),
    });
  });

  it('is empty for what is no object', () => {
    expect(sdkInput([1])).toEqual({});
  });
});

describe('sdkOutput', () => {
  it('sorts, names, and leaves out what is not there', () => {
    const output = sdkOutput({
      $metadata: {},
      SecretBinary: Buffer.from('ü'),
      Metadata: { ARN: 'v' },
      List: [{ ARN: 'a', LastModified: new Date(1_500) }],
      Absent: undefined,
    });

    expect(JSON.stringify(output)).toBe(
      '{"List":[{"Arn":"a","LastModified":"1970-01-01T00:00:01.500Z"}],"Metadata":{"ARN":"v"},"SecretBinary":"ü"}',
    );
  });
});
