import { expect, it } from '@jest/globals';
import { xrayTraceId } from './xray-trace-id.ts';

it.each([
  ['Root=1-5759e988-bd862e3f;Parent=53995c3f42cd8ad8;Sampled=1', '1-5759e988-bd862e3f'],
  ['', undefined],
  [undefined, undefined],
])('takes the root out of %j', (header, root) => {
  expect(xrayTraceId({ _X_AMZN_TRACE_ID: header })).toBe(root);
});
