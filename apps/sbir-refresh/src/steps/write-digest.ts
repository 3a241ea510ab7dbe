import type { LastSuccess } from '@pipelines/contracts';
import type { FileStore } from '@pipelines/s3-files';
import { readAwardIndex } from '../awards/award-index.ts';
import { digestChanges, type ChangeDigest } from '../reports/change-digest.ts';
import { digestPage, type ChangeDigestDocument } from '../reports/digest-page.ts';
import { openOutput } from './open-output.ts';
import { writeJson, writeMarkdown } from './write-report.ts';

/** The vintage to describe, and the one that was recorded before it. */
export interface DigestRequest {
  readonly run_date: string;
  readonly sha256: string;
  readonly award_index_s3_key: string;
  readonly previous: LastSuccess | undefined;
}

/** A digest that was written, and where. */
export interface WrittenDigest {
  readonly document: ChangeDigestDocument;
  readonly change_digest_json_s3_key: string;
  readonly change_digest_md_s3_key: string;
}

/**
 * Compare the award index of a run with that of the last success, and write the change digest.
 *
 * Writes `change_digest.json`, `.md` and, but for the first run, `.ndjson.gz` with every change.
 * Source: sbir-contracts.md section 8.
 */
export async function writeDigest(
  files: FileStore,
  { run_date, sha256, award_index_s3_key, previous }: DigestRequest,
): Promise<WrittenDigest> {
  const base = `artifacts/${run_date}/change_digest`;
  const after = await readAwardIndex(files, award_index_s3_key);
  const known = {
    run_date,
    previous_run_date: previous?.run_date ?? null,
    sha256,
    previous_sha256: previous?.sha256 ?? null,
  };
  let digest: ChangeDigest;
  if (previous === undefined) {
    digest = await digestChanges(undefined, after, () => undefined);
  } else {
    const before = await readAwardIndex(files, previous.award_index_s3_key);
    const output = openOutput(
      (body) => files.write(`${base}.ndjson.gz`, body, { contentType: 'application/gzip' }),
      { gzip: true },
    );
    try {
      digest = await digestChanges(before, after, (change) =>
        output.write(`${JSON.stringify(change)}\n`),
      );
      await output.close();
    } catch (thrown) {
      await output.abort();
      throw thrown;
    }
  }
  const ndjson_s3_key = previous === undefined ? null : `${base}.ndjson.gz`;
  const document: ChangeDigestDocument = { ...known, ...digest, ndjson_s3_key };
  return {
    document,
    change_digest_json_s3_key: await writeJson(files, `${base}.json`, document),
    change_digest_md_s3_key: await writeMarkdown(files, `${base}.md`, digestPage(document)),
  };
}
