import { S3Error } from './s3-error.ts';
import type { ByteRange } from './store/body-files.ts';

/**
 * The octets that a Range header asks for.
 *
 * @param header - `bytes=0-9`, `bytes=10-`, `bytes=-10`
 * @returns undefined for the whole object: no header, one that is not of these forms, or several
 * ranges, which S3 does not serve
 * @throws {S3Error} `InvalidRange` when the object has none of these octets
 */
export function parseByteRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (header === undefined || (from === '' && to === '')) return undefined;
  const range =
    from === ''
      ? { first: Math.max(0, sizeBytes - Number(to)), last: sizeBytes - 1 }
      : {
          first: Number(from),
          last: to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1),
        };
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (range.first <= range.last) return range;
  throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
    elements: { RangeRequested: header, ActualObjectSize: String(sizeBytes) },
    headers: { 'content-range': `bytes */${sizeBytes}` },
  });
}
