import * as z from 'zod';
import { eventText, fieldWithDefault, optionalField } from './step-fields.ts';

/** A yes or no that may be left out; the text `"true"` is refused, for something wrote it by mistake. */
export const flag = (fallback: boolean) =>
  fieldWithDefault(z.boolean({ error: 'must be true or false, without quotes' }), fallback);

/** Which graph a step works on. */
export const graphEventFields = {
  neo4j_secret_name: optionalField(eventText),
  graph_profile: optionalField(
    z.enum(['award-company', 'unified'], { error: 'must be award-company or unified' }),
  ),
};

/** How much of a graph is loaded: `minimal` is awards, companies and what joins them. */
export const graphScope = fieldWithDefault(
  z.enum(['full', 'minimal'], { error: 'must be full or minimal' }),
  'full',
);

/** Key of an object, or null where there is none. */
export const nullableKey = z.string().nullable();
