import { expect, it } from '@jest/globals';
import { nodeOptionsOf } from './node-options.ts';

it.each([
  [128, 115],
  [1_024, 921],
  [10_240, 9_216],
])('of %i MB of memory V8 may fill %i, and little before it collects', (memoryMb, oldMb) => {
  expect(nodeOptionsOf({ memoryMb })).toBe(`--max-semi-space-size=4 --max-old-space-size=${oldMb}`);
});
