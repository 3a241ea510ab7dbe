import { describe, expect, it } from '@jest/globals';
import { md5OfAttributes } from './message-attributes.ts';

describe('md5OfAttributes', () => {
  it('is the digest that SQS answers', () => {
    const attributes = { timestamp: { DataType: 'Number', StringValue: '1493147359900' } };

    expect(md5OfAttributes(attributes)).toBe('235c5c510d26fb653d073faed50ae77c');
  });

  it('tells bytes from text', () => {
    const digestOf = (member: string) =>
      md5OfAttributes({ a: { DataType: 'Binary', [member]: 'x' } });

    expect(digestOf('BinaryValue')).not.toBe(digestOf('StringValue'));
  });

  it.each([undefined, {}, 'text'])('is not there for %j', (attributes) => {
    expect(md5OfAttributes(attributes)).toBeUndefined();
  });
});
