import { describe, expect, it } from '@jest/globals';
import { callerAccount } from './caller-account.ts';

describe('callerAccount', () => {
  it.each([
    [
      'AWS4-HMAC-SHA256 Credential=111111111111/20250120/us-east-1/states/aws4_request, Signature=0',
      '111111111111',
    ],
    ['AWS4-HMAC-SHA256 Credential=test/20250120/us-east-1/states/aws4_request', '000000000000'],
    ['AWS4-HMAC-SHA256 Credential=1111111111112/20250120/x', '000000000000'],
    ['Bearer 111111111111', '000000000000'],
    [undefined, '000000000000'],
  ])('is for %s account %s', (authorization, account) => {
    expect(callerAccount(authorization)).toBe(account);
  });
});
