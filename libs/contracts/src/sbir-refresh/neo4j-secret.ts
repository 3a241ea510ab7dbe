import * as z from 'zod';

const filled = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });

/**
 * The secret of a Neo4j: `{uri, username, password, database}`, or the spelling of the driver's
 * environment variables, `NEO4J_URI`, `NEO4J_USER` or `NEO4J_USERNAME`, `NEO4J_PASSWORD`,
 * `NEO4J_DATABASE`. The first one wins where both are there. Unknown fields are ignored.
 *
 * Source: sbir-contracts.md section 7.2
 */
export const neo4jSecret = z.preprocess(
  (value) => {
    const { data: fields } = z.record(z.string(), z.unknown()).safeParse(value);
    if (!fields || ['uri', 'username', 'password'].some((key) => key in fields)) return value;
    return {
      uri: fields['NEO4J_URI'],
      username: fields['NEO4J_USER'] ?? fields['NEO4J_USERNAME'],
      password: fields['NEO4J_PASSWORD'],
      database: fields['NEO4J_DATABASE'],
    };
  },
  z.object({
    uri: filled,
    username: filled,
    password: filled,
    /** Absent, `null` and `""` mean the same. */
    database: z
      .string({ error: 'must be text' })
      .nullish()
      .transform((name) => name || 'neo4j'),
  }),
);

export type Neo4jSecret = z.output<typeof neo4jSecret>;
