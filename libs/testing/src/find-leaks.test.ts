import { describe, expect, it } from '@jest/globals';
import { findLeaks } from './find-leaks.ts';

const SSN = '666-12-3456';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('findLeaks', () => {
  it.each([
    ['plain text', `ssn=${SSN}.`],
    ['plain text', 'ssn=666123456.'],
    ['URL encoding', '?ssn=%36%36%36%2d%31%32%2D%33%34%35%36'],
    ['URL encoding', '?ssn=%36%36%36%31%32%33%34%35%36'],
    ['hex', `\\x${Buffer.from(`ssn ${SSN}`).toString('hex')}`],
    ['hex', Buffer.from('666123456').toString('hex').toUpperCase()],
    ['base64', base64(SSN)],
    ['base64', base64(`a${SSN}b`)],
    ['base64', base64(`ab${SSN}cd`)],
    ['base64', base64(`abc${SSN}def`)],
    ['base64', base64('{"ssn":"666123456"}')],
    ['base64', base64(`{"ssn":"${SSN}"}`).replaceAll('=', '')],
  ])('finds %s: %s', (form, text) => {
    expect(findLeaks([text], [SSN])).toEqual([`text 0: ${form} of canary 0`]);
  });

  it('finds what base64 writes with + and /, in the URL variant too', () => {
    const canary = '>>>???~~~';
    const text = Buffer.from(`x${canary}`).toString('base64url');

    expect(text).toMatch(/[-_]/);
    expect(findLeaks([text], [canary])).toEqual(['text 0: base64 of canary 0']);
  });

  it.each(['O%27Hara%20%26%20co', "O'Hara%20%26%20co", '100%%20O%27Hara%20&%20co'])(
    'finds a canary however much of it a URL encodes: %s',
    (text) => {
      expect(findLeaks([text], ["O'Hara & co"])).toEqual(['text 0: URL encoding of canary 0']);
    },
  );

  it('names the text and the canary, and does not repeat the secret', () => {
    const texts = { 'function.log': 'all well', 'history.json': `{"ssn":"${SSN}"}` };

    const leaks = findLeaks(texts, ['900-00-0001', SSN]);

    expect(leaks).toEqual(['history.json: plain text of canary 1']);
    expect(leaks.join()).not.toContain('3456');
  });

  it('finds nothing in text that holds other numbers', () => {
    expect(findLeaks(['666-12-3457 666123465', base64('666-13-3456')], [SSN])).toEqual([]);
  });

  it('refuses a canary that is too short to be told from chance', () => {
    expect(() => findLeaks(['x'], ['3456'])).toThrow(RangeError);
  });
});
