import type { Settings } from '../settings.ts';

/** The identifiers that our SQL files use: `:"conflict_schema"` and `:"analytics_schema"`. */
export function schemaIdentifiers(settings: Settings): Readonly<Record<string, string>> {
  return {
    conflict_schema: settings.conflictSchema,
    analytics_schema: settings.analyticsSchema,
  };
}
