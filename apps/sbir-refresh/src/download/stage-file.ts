import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { ValidationError } from '../errors/validation-error.ts';
import { type StagedSource, stageSource } from './stage-source.ts';

/**
 * Take a file of this machine for the source: copied and checked as a downloaded body is, so that
 * what the caller removes afterwards is the copy.
 *
 * @throws {ValidationError} when it cannot be read
 * @throws what {@link stageSource} throws
 */
export async function stageFile(
  file: string,
  { tempDir, leastBytes }: { readonly tempDir: string; readonly leastBytes: number },
): Promise<StagedSource> {
  const path = join(tempDir, `award-data-${randomUUID()}.csv`);
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(file) as AsyncIterable<Uint8Array>;
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
      throw new ValidationError(`The source file cannot be read (${code})`, { cause: thrown });
    }
  }
  return stageSource(bytes(), { path, leastBytes });
}
