import type * as z from 'zod';

/**
 * One line per complaint of a zod schema, `as_of: must be an ISO timestamp with a zone`.
 *
 * Names fields and rules, never the value that was found there.
 *
 * @returns at least one line, in the order of the schema
 */
export function describeIssues(error: z.core.$ZodError): string[] {
  return error.issues.map((issue) => {
    const field = issue.path.map(String).join('.');
    return field === '' ? issue.message : `${field}: ${issue.message}`;
  });
}
