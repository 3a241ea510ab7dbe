import type { Json } from '@pipelines/core';
import { PipelineError } from '@pipelines/core';

/** Matches `${download-csv.arn}`. CDK tokens (`${Token[...]}`) contain `[` and never match. */
const PLACEHOLDER = /\$\{([\w.-]+)\}/g;

/**
 * Replace every `${name}` in the string values of a state machine definition.
 *
 * The CDK stack binds names to function ARNs; the simulator binds the same
 * names to local ARNs. Both call this, so they cannot disagree about a file.
 *
 * @param definition - parsed `*.asl.json`; not modified
 * @param bindings - one value per placeholder name; a value is inserted as is, never rescanned
 * @returns a new definition with no placeholder left
 * @throws {PlaceholderMismatchError} when names in the file and in `bindings` differ, either way
 */
export function bindPlaceholders(
  definition: Json,
  bindings: Readonly<Record<string, string>>,
): Json {
  const missing = new Set<string>();
  const unused = new Set(Object.keys(bindings));

  const bound = mapStrings(definition, (text) =>
    text.replace(PLACEHOLDER, (placeholder, name: string) => {
      unused.delete(name);
      const value = Object.hasOwn(bindings, name) ? bindings[name] : undefined;
      if (value === undefined) missing.add(name);
      return value ?? placeholder;
    }),
  );

  if (missing.size > 0 || unused.size > 0) {
    throw new PlaceholderMismatchError([...missing], [...unused]);
  }
  return bound;
}

/** Names of the placeholders in `definition`, each once, in file order. */
export function listPlaceholders(definition: Json): string[] {
  const names = new Set<string>();
  mapStrings(definition, (text) => {
    for (const [, name] of text.matchAll(PLACEHOLDER)) if (name) names.add(name);
    return text;
  });
  return [...names];
}

/** A definition and its bindings name different placeholders. Thrown at synth or start-up, never mid-run. */
export class PlaceholderMismatchError extends PipelineError {
  static {
    PlaceholderMismatchError.prototype.name = 'PlaceholderMismatchError';
  }

  readonly missing: readonly string[];
  readonly unused: readonly string[];

  constructor(missing: readonly string[], unused: readonly string[]) {
    super(
      `Placeholders without a value: [${missing.join(', ')}]. Values without a placeholder: [${unused.join(', ')}].`,
    );
    this.missing = missing;
    this.unused = unused;
  }
}

function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]),
  );
}
