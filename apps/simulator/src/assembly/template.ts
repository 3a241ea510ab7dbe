import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, PipelineError, type Json, type JsonObject } from '@pipelines/core';

/** A CloudFormation template of an assembly. */
export interface Template {
  readonly resources: Readonly<Record<string, JsonObject>>;
  readonly outputs: Readonly<Record<string, JsonObject>>;
}

/** The folder has no template: it was not written yet, or is another one. */
export class AssemblyNotFoundError extends PipelineError {
  static {
    AssemblyNotFoundError.prototype.name = 'AssemblyNotFoundError';
  }
  constructor(folder: string) {
    super(`No *.template.json in "${folder}". Write it with: npx nx run infra:synth`);
  }
}

/**
 * Every template of a synthesised assembly, those of nested assemblies included.
 *
 * @throws {AssemblyNotFoundError} when there is none
 */
export function readTemplates(folder: string): readonly Template[] {
  const templates = listTemplates(folder).map((file) => {
    const document = JSON.parse(readFileSync(file, 'utf8')) as Json;
    return {
      resources: objectsOf(memberOf(document, 'Resources')),
      outputs: objectsOf(memberOf(document, 'Outputs')),
    };
  });
  if (templates.length === 0) throw new AssemblyNotFoundError(folder);
  return templates;
}

/** A member of a JSON object; undefined when there is none, or no object. */
export function memberOf(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  let found = value;
  for (const name of names) found = isJsonObject(found) ? found[name] : undefined;
  return found;
}

function listTemplates(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    throw new AssemblyNotFoundError(folder);
  }
  return names
    .filter((name) => name.endsWith('.template.json'))
    .sort()
    .map((name) => path.join(folder, name));
}

function objectsOf(value: Json | undefined): Readonly<Record<string, JsonObject>> {
  const entries = Object.entries(isJsonObject(value) ? value : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
  );
}
