import { createHash } from 'node:crypto';
import { startChecksum, type ChecksumAlgorithm } from '../checksums/checksum.ts';
import type { BodyFiles, BodyPiece, ByteRange } from '../store/body-files.ts';
import type { ReceivedBody } from './receive-body.ts';

export interface CopyBodyOptions {
  readonly pieces: readonly BodyPiece[];
  /** Default: all of it. */
  readonly range?: ByteRange | undefined;
  /** Of the checksum that the copy shall have. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
}

/**
 * Copy a body, or a range of it, to a file of its own. On any failure the file is gone.
 *
 * The data is read again, not linked: the ETag of a copy is that of its own content, also when
 * the source came in parts.
 */
export async function copyBody(
  files: BodyFiles,
  { pieces, range, algorithm }: CopyBodyOptions,
): Promise<ReceivedBody> {
  const source = files.read(pieces, range);
  const writer = await files.create();
  const md5 = createHash('md5');
  const running = algorithm && startChecksum(algorithm);
  try {
    for await (const chunk of source) {
      const written = writer.write(chunk);
      md5.update(chunk);
      running?.update(chunk);
      await written;
    }
    const piece = await writer.finish();
    const checksum = algorithm && running && { algorithm, digest: running.digest() };
    return { piece, sizeBytes: piece.sizeBytes, md5: md5.digest(), checksum };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
