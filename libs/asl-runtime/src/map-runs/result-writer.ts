import type { WriterPlan } from '@pipelines/asl';
import type { Json, JsonObject } from '@pipelines/core';
import type { ObjectStore } from './object-store.ts';

/** A file of results is written when it has this many characters. */
const PART_LENGTH = 2_000_000;

type Outcome = 'SUCCEEDED' | 'FAILED';

/** Takes the results of children as they end, so that no run has to keep them. */
export interface ResultWriter {
  add(outcome: Outcome, record: Json): Promise<void>;
  /** Write what is left and the manifest; returns what the state hands on. */
  finish(): Promise<Json>;
}

interface WrittenFile extends JsonObject {
  Key: string;
  Size: number;
}

/**
 * Write results below `Prefix/<id of the run>/`: files of JSON or JSON Lines by outcome, and
 * `manifest.json`, which lists them.
 *
 * Source: Step Functions developer guide, "ResultWriter (Map)"
 */
export function createResultWriter(
  { parameters, config }: WriterPlan,
  mapRunArn: string,
  objects: ObjectStore,
): ResultWriter {
  const bucket = textAt(parameters, 'Bucket');
  const prefix = [textAt(parameters, 'Prefix'), mapRunArn.split(':').at(-1)]
    .filter(Boolean)
    .join('/');
  const isLines = config.OutputType === 'JSONL';
  const files: Record<Outcome, WrittenFile[]> = { SUCCEEDED: [], FAILED: [] };
  const parts: Record<Outcome, string[]> = { SUCCEEDED: [], FAILED: [] };
  const lengths: Record<Outcome, number> = { SUCCEEDED: 0, FAILED: 0 };

  const flush = async (outcome: Outcome): Promise<void> => {
    if (parts[outcome].length === 0) return;
    const body = isLines ? `${parts[outcome].join('\n')}\n` : `[${parts[outcome].join(',')}]`;
    const extension = isLines ? 'jsonl' : 'json';
    const key = `${prefix}/${outcome}_${files[outcome].length}.${extension}`;
    files[outcome].push({ Key: key, Size: Buffer.byteLength(body) });
    parts[outcome] = [];
    lengths[outcome] = 0;
    await objects.write({ bucket, key, body });
  };
  return {
    async add(outcome, record) {
      const text = JSON.stringify(record);
      parts[outcome].push(text);
      lengths[outcome] += text.length;
      if (lengths[outcome] >= PART_LENGTH) await flush(outcome);
    },
    async finish() {
      await flush('SUCCEEDED');
      await flush('FAILED');
      const key = `${prefix}/manifest.json`;
      const body = JSON.stringify({
        DestinationBucket: bucket,
        MapRunArn: mapRunArn,
        ResultFiles: { FAILED: files.FAILED, PENDING: [], SUCCEEDED: files.SUCCEEDED },
      });
      await objects.write({ bucket, key, body });
      return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key } };
    },
  };
}

function textAt(parameters: JsonObject, field: string): string {
  const value = parameters[field];
  return typeof value === 'string' ? value : '';
}
