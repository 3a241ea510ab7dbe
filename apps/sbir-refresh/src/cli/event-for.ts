import { UsageError } from '@pipelines/command-line';
import { describeIssues } from '@pipelines/lambda-kit';
import type * as z from 'zod';

/**
 * The event of a step, made of options.
 *
 * @throws {UsageError} that names the field which is not what the step takes
 */
export function eventFor<Event extends z.ZodType>(
  schema: Event,
  fields: z.input<Event>,
): z.output<Event> {
  const { success, data, error } = schema.safeParse(fields);
  if (success) return data;
  throw new UsageError(`Wrong option: ${describeIssues(error).join('; ')}`);
}
