import type { FileInfo, FileStore } from '@pipelines/s3-files';

/**
 * A store that shows `below` and keeps every change to itself in `above`: for a run that must leave
 * `below` as it is. What is deleted is deleted above only.
 */
export function overlayStore(below: FileStore, above: FileStore): FileStore {
  const placeOf = async (key: string): Promise<FileStore> =>
    (await above.head(key)) === undefined ? below : above;
  return {
    head: async (key) => (await above.head(key)) ?? below.head(key),
    read: async (key) => (await placeOf(key)).read(key),
    readText: async (key) => (await placeOf(key)).readText(key),
    write: (key, body, options) => above.write(key, body, options),
    async *list(prefix) {
      const found = new Map<string, FileInfo>();
      for await (const info of below.list(prefix)) found.set(info.key, info);
      for await (const info of above.list(prefix)) found.set(info.key, info);
      const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
      const keys = [...found.keys()].sort(byBytes);
      for (const key of keys) yield found.get(key) as FileInfo;
    },
    async copy(from, to) {
      const { info, body } = await (await placeOf(from)).read(from);
      const { metadata, contentType } = info;
      return above.write(to, body, {
        metadata,
        ...(contentType === undefined ? {} : { contentType }),
      });
    },
    delete: (key) => above.delete(key),
  };
}
