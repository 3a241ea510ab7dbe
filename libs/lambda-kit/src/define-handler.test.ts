import { describe, expect, it } from '@jest/globals';
import { PipelineError } from '@pipelines/core';
import * as z from 'zod';
import { defineHandler, type HandlerSpec } from './define-handler.ts';

const input = z.object({ visits: z.int({ error: 'must be a whole number' }) });
const output = z.object({ doubled: z.int() });
type Spec = HandlerSpec<typeof input, typeof output, number>;

function handlerOf(spec: Partial<Spec>) {
  return defineHandler({
    input,
    output,
    deps: async () => 2,
    run: async ({ visits }, factor) => ({ doubled: factor * visits }),
    ...spec,
  });
}

describe('defineHandler', () => {
  it('parses the event, runs, and strips what the output schema does not know', async () => {
    const handler = handlerOf({
      run: async ({ visits }, factor) => ({ doubled: factor * visits, secret: 'x' }),
    });

    await expect(handler({ visits: 21 })).resolves.toEqual({ doubled: 42 });
  });

  it('names the field of a wrong event and never runs', async () => {
    let runs = 0;
    const handler = handlerOf({ run: async () => ({ doubled: ++runs }) });

    const refused = handler({ visits: 'canary' });

    await expect(refused).rejects.toMatchObject({
      name: 'BadRequestError',
      message: 'Invalid event: visits: must be a whole number',
    });
    expect(runs).toBe(0);
  });

  it('builds its dependencies once for all invocations', async () => {
    let builds = 0;
    const handler = handlerOf({ deps: async () => ++builds });

    await handler({ visits: 1 });
    await handler({ visits: 1 });

    expect(builds).toBe(1);
  });

  it('forgets a failed build, so that one refused secret does not break the container', async () => {
    let builds = 0;
    const handler = handlerOf({
      deps: async () => {
        builds += 1;
        if (builds === 1) throw new PipelineError('refused');
        return builds;
      },
    });

    await expect(handler({ visits: 1 })).rejects.toThrow('refused');
    await expect(handler({ visits: 21 })).resolves.toEqual({ doubled: 42 });
  });

  it('hands on our own errors as they are', async () => {
    const error = new PipelineError('no conflicts table');
    const handler = handlerOf({ run: () => Promise.reject(error) });

    await expect(handler({ visits: 1 })).rejects.toBe(error);
  });

  it('tells of a foreign error its name and code alone', async () => {
    const error = Object.assign(new RangeError('row (666-12-3456)'), { code: 'E_RANGE' });
    const handler = handlerOf({ run: () => Promise.reject(error) });

    const failed = handler({ visits: 1 });

    await expect(failed).rejects.toMatchObject({
      name: 'UnexpectedError',
      message: 'Unexpected RangeError (E_RANGE); the log of this invocation has its trace',
    });
  });

  it('gives Lambda’s longest time to a caller without a context', async () => {
    const handler = handlerOf({
      run: async (_, __, invocation) => ({ doubled: invocation.getRemainingTimeInMillis() }),
    });

    await expect(handler({ visits: 1 })).resolves.toEqual({ doubled: 900_000 });
  });
});
