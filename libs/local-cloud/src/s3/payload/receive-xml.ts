import type { S3Call } from '../s3-call.ts';
import { readXml } from '../read-xml.ts';
import { consumePayload } from './consume-payload.ts';

/** 10 000 parts or 1 000 keys with all their escapes fit in it. */
const MOST_BYTES = 4 * 1024 ** 2;

/**
 * Read the XML body of a request.
 *
 * @param root - name of its root element
 * @returns undefined for an empty body, else the content of the root
 * @throws {S3Error} `MalformedXML`; as consumePayload
 */
export async function receiveXml(call: S3Call, root: string): Promise<unknown> {
  const chunks: Buffer[] = [];
  await consumePayload(call, {
    sink: async (chunk) => void chunks.push(chunk),
    maxBytes: MOST_BYTES,
  });
  const text = Buffer.concat(chunks).toString('utf8');
  return text.trim() === '' ? undefined : readXml(text, root);
}
