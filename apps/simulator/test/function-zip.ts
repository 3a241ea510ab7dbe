import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FunctionSpec } from '@pipelines/workflows';
import { ZipFile } from 'yazl';

/** Fixed, so that the same files give the same zip. */
const MODIFIED = new Date('2025-01-20T00:00:00Z');

/** Write a zip with these files, as the packager does. */
export async function writeZip(
  zipPath: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(path.dirname(zipPath), { recursive: true });
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files))
    zip.addBuffer(Buffer.from(text), name, { mtime: MODIFIED });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(zipPath));
}

/** A manifest row with small limits. */
export function specOf(overrides: Partial<FunctionSpec> = {}): FunctionSpec {
  return {
    name: 'demo',
    app: 'demo',
    entry: 'src/handlers/demo.ts',
    memoryMb: 256,
    timeoutSeconds: 20,
    environment: [],
    secrets: [],
    reads: [],
    writes: [],
    ...overrides,
  };
}
