import { describe, expect, it } from '@jest/globals';
import { checkName } from './names.ts';

describe('checkName', () => {
  it.each(['a', 'etl-pipeline', 'state.machine_1', 'weekly-2026-W47', "it's(1)=a+b!@", 'é', '..'])(
    'accepts %j',
    (name) => {
      expect(() => checkName(name)).not.toThrow();
    },
  );

  it.each([
    '',
    'a'.repeat(81),
    'two words',
    ...[...'<>{}[]?*"#%\\^|~`$&,;:/'].map((character) => `a${character}b`),
    'a\u0000b',
    'a\u001fb',
    'a\u007fb',
    'a\u009fb',
    '\ud83d\ude00',
  ])('refuses %j in the words of AWS', (name) => {
    expect(() => checkName(name)).toThrow(
      expect.objectContaining({ name: 'InvalidName', message: `Invalid Name: '${name}'` }),
    );
  });
});
