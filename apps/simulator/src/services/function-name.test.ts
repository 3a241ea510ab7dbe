import { describe, expect, it } from '@jest/globals';
import { parseFunctionName } from './function-name.ts';

describe('parseFunctionName', () => {
  it.each([
    ['demo', { name: 'demo', qualifier: '$LATEST' }],
    ['demo:$LATEST', { name: 'demo', qualifier: '$LATEST' }],
    ['demo:live', { name: 'demo', qualifier: 'live' }],
    [
      '111111111111:function:demo',
      { name: 'demo', accountId: '111111111111', qualifier: '$LATEST' },
    ],
    [
      'arn:aws:lambda:eu-west-1:111111111111:function:demo:7',
      { name: 'demo', accountId: '111111111111', qualifier: '7' },
    ],
  ])('reads %s', (text, parts) => {
    expect(parseFunctionName(text)).toEqual(parts);
  });

  it.each(['', 'two words', 'a/b', 'arn:aws:s3:::bucket', 'x'.repeat(65)])(
    'knows that %j is none',
    (text) => {
      expect(parseFunctionName(text)).toBeUndefined();
    },
  );
});
