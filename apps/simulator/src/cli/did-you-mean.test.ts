import { describe, expect, it } from '@jest/globals';
import { didYouMean } from './did-you-mean.ts';

const commands = ['serve', 'run', 'invoke', 'seed', 'sql', 'test-connections'];

describe('didYouMean', () => {
  it.each([
    ['serv', ' Did you mean "serve"?'],
    ['sever', ' Did you mean "serve"?'],
    ['rnu', ' Did you mean "run"?'],
    ['test', ' Did you mean "test-connections"?'],
    ['seeed', ' Did you mean "seed"?'],
    ['bananas', ''],
    ['', ''],
  ])('answers %j with %j', (text, suggestion) => {
    expect(didYouMean(text, commands)).toBe(suggestion);
  });
});
