import type { FileBody } from './file-store.ts';

/**
 * Every byte of a body, in memory: for small files only.
 *
 * @param body - as `FileStore.write` takes it
 */
export async function readAll(body: FileBody): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
