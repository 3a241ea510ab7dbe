import type { FileStore } from '@pipelines/s3-files';

/** Write a document as JSON with two spaces, as every artefact of a run is. Returns its key. */
export async function writeJson(files: FileStore, key: string, document: object): Promise<string> {
  await files.write(key, `${JSON.stringify(document, null, 2)}\n`, {
    contentType: 'application/json',
  });
  return key;
}

/** Write a Markdown report. Returns its key. */
export async function writeMarkdown(files: FileStore, key: string, text: string): Promise<string> {
  await files.write(key, text, { contentType: 'text/markdown; charset=utf-8' });
  return key;
}
