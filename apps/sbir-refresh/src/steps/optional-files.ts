import { messageOf } from '@pipelines/core';
import * as z from 'zod';
import type { FileStore } from '@pipelines/s3-files';
import { ValidationError } from '../errors/validation-error.ts';

/** Whether a store threw because there is no such object; drivers agree on the name. */
export function isFileNotFound(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'FileNotFoundError';
}

/**
 * The checked JSON of an object, or undefined when there is no such object.
 *
 * @throws {ValidationError} when it is no JSON, or not of that shape; values are not repeated
 */
export async function readJsonIfExists<Schema extends z.ZodType>(
  files: FileStore,
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  let text: string;
  try {
    text = await files.readText(key);
  } catch (thrown) {
    if (isFileNotFound(thrown)) return undefined;
    throw thrown;
  }
  try {
    return schema.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : messageOf(thrown);
    throw new ValidationError(`The object "${key}" cannot be used: ${reason}`, { cause: thrown });
  }
}

const columnList = z.union([
  z.array(z.string()).min(1),
  z.object({ columns: z.array(z.string()).min(1) }).transform(({ columns }) => columns),
]);

/**
 * The expected columns of a file: those of the schema object where it exists, else the bundled ones.
 *
 * The object is an array of names, or `{"columns": […]}`. Source: sbir-refresh.md 2.3.
 */
export async function readColumns(
  files: FileStore,
  schemaKey: string,
  bundled: readonly string[],
): Promise<readonly string[]> {
  return (await readJsonIfExists(files, schemaKey, columnList)) ?? bundled;
}
