import type { ObjectStore } from '@pipelines/asl-runtime';
import type { RecordedObject } from './corpus-case.ts';

/** The objects of a case, in memory; what is written is forgotten. */
export function createRecordedObjects(objects: readonly RecordedObject[] = []): ObjectStore {
  return {
    async *read({ bucket, key }) {
      const found = objects.find((object) => object.bucket === bucket && object.key === key);
      if (!found) throw new Error(`The specified key does not exist: ${key}`);
      yield Buffer.from(found.body);
    },
    async *list({ bucket, prefix }) {
      for (const object of objects) {
        if (object.bucket !== bucket || !object.key.startsWith(prefix)) continue;
        yield {
          Etag: '"00000000000000000000000000000000"',
          LastModified: 0,
          Key: object.key,
          Size: Buffer.byteLength(object.body),
          StorageClass: 'STANDARD',
        };
      }
    },
    write: () => Promise.resolve(),
  };
}
