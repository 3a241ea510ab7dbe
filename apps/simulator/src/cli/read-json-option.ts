import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '@pipelines/command-line';
import { messageOf, type Json } from '@pipelines/core';

/**
 * The value of an option that takes JSON text or `@FILE`.
 *
 * @param name - of the option, for the message: `--input`
 * @param value - as typed; a file is looked up from `cwd`
 * @throws {UsageError} when the file cannot be read or the text is not JSON; it quotes neither
 */
export async function readJsonOption(name: string, value: string, cwd: string): Promise<Json> {
  const text = value.startsWith('@') ? await readText(name, resolve(cwd, value.slice(1))) : value;
  try {
    return JSON.parse(text) as Json;
  } catch {
    const source = value.startsWith('@') ? `the file "${value.slice(1)}"` : 'its value';
    throw new UsageError(`${name}: ${source} is not JSON.`);
  }
}

async function readText(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${name}: ${messageOf(error)}`);
  }
}
