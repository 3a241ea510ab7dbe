import { PipelineError } from '@pipelines/core';
import type * as z from 'zod';
import { BadRequestError } from './bad-request-error.ts';
import { describeIssues } from './describe-issues.ts';
import { UnexpectedError } from './unexpected-error.ts';

/** What the Lambda runtime tells about one invocation; the part of its `context` that we use. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Called by hand, without a runtime: Lambda's own longest time, from each look at the clock. */
const invocationByHand: Invocation = {
  awsRequestId: 'by-hand',
  getRemainingTimeInMillis: () => 900_000,
};

export interface HandlerSpec<Input extends z.ZodType, Output extends z.ZodType, Deps> {
  readonly input: Input;
  readonly output: Output;
  /** Built at the first invocation of a container and kept for its life. */
  readonly deps: () => Promise<Deps>;
  readonly run: (
    input: z.output<Input>,
    deps: Deps,
    invocation: Invocation,
  ) => Promise<z.input<Output>>;
}

/**
 * Make the function that Lambda calls: event in, checked result out.
 *
 * @returns a handler that resolves to the parsed output
 * @throws {BadRequestError} naming the fields of the event that break the input schema
 * @throws {UnexpectedError} for anything thrown that is not a PipelineError: Lambda reports message
 *   and stack of what it gets, and a foreign message may quote a row
 */
export function defineHandler<Input extends z.ZodType, Output extends z.ZodType, Deps>(
  spec: HandlerSpec<Input, Output, Deps>,
): (event: unknown, invocation?: Invocation) => Promise<z.output<Output>> {
  let deps: Promise<Deps> | undefined;
  return async (event, invocation = invocationByHand) => {
    const input = spec.input.safeParse(event);
    if (!input.success) {
      throw new BadRequestError(`Invalid event: ${describeIssues(input.error).join('; ')}`);
    }
    try {
      // A failed build is forgotten, or one refused secret would break this container for its whole life.
      deps ??= spec.deps().catch((error: unknown) => {
        deps = undefined;
        throw error;
      });
      return spec.output.parse(await spec.run(input.data, await deps, invocation));
    } catch (error) {
      throw error instanceof PipelineError ? error : new UnexpectedError(error);
    }
  };
}
