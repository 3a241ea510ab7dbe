import type { IncomingMessage } from 'node:http';

/**
 * The body of a request as text.
 *
 * @returns undefined for one above the limit; the rest of it is read and dropped, so that the
 *   sender gets to reading the answer
 */
export async function readText(
  request: IncomingMessage,
  limitBytes: number,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= limitBytes) chunks.push(chunk);
  }
  if (sizeBytes > limitBytes) return undefined;
  return Buffer.concat(chunks).toString('utf8');
}
