import * as z from 'zod';

const versionsSchema = z.object({ Versions: z.array(z.object({ Version: z.string() })) });
const aliasSchema = z.object({ FunctionVersion: z.string() });

/**
 * The version that was published before the one that an alias names.
 *
 * @param versions - answer of ListVersionsByFunction, `$LATEST` included
 * @param alias - answer of GetAlias
 * @returns undefined when there is none
 * @throws {z.ZodError} for answers of another form
 */
export function previousVersion(versions: unknown, alias: unknown): string | undefined {
  const present = Number(aliasSchema.parse(alias).FunctionVersion);
  const earlier = versionsSchema
    .parse(versions)
    .Versions.map(({ Version }) => Number(Version))
    .filter((number) => number < present);
  return earlier.length === 0 ? undefined : String(Math.max(...earlier));
}
