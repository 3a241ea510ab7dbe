import { createHash, type Hash } from 'node:crypto';
import { isJsonObject, type Json } from '@pipelines/core';

const TEXT = 1;
const BINARY = 2;

/**
 * The MD5 that SQS answers for the attributes of a message, hexadecimal.
 *
 * Names in the order of their letters; of each, name, type and value with their lengths before them.
 * Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function md5OfAttributes(attributes: Json | undefined): string | undefined {
  if (!isJsonObject(attributes)) return undefined;
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (!isJsonObject(attribute)) continue;
    const { DataType: type, StringValue: text, BinaryValue: bytes } = attribute;
    addSized(hash, Buffer.from(name));
    addSized(hash, Buffer.from(textOf(type)));
    hash.update(Buffer.of(bytes === undefined ? TEXT : BINARY));
    addSized(hash, Buffer.from(textOf(bytes ?? text)));
  }
  return hash.digest('hex');
}

function addSized(hash: Hash, bytes: Buffer): void {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  hash.update(size).update(bytes);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
