import { tmpdir } from 'node:os';
import { downloadCsvBody, downloadCsvEvent } from '@pipelines/contracts';
import { fetchSource } from '../download/fetch-source.ts';
import { resolveHost } from '../download/find-address.ts';
import { parseSourcePolicy } from '../download/source-policy.ts';
import { stageFile } from '../download/stage-file.ts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { downloadCsv } from '../steps/download-csv.ts';

/** Fetches the award file, checks it, and stores it unless the last processed one is the same. */
export const step = describeStep({
  step: 'download-csv',
  event: downloadCsvEvent,
  body: downloadCsvBody,
  run: (event, context) => {
    const { env, host, clock, log } = context;
    const { sourceFile } = host;
    const policy = parseSourcePolicy(env.ALLOWED_SOURCE_HOSTS);
    const staging = { tempDir: tmpdir(), leastBytes: env.MIN_SOURCE_BYTES };
    return downloadCsv(event, {
      ...openBucket(event, context),
      defaultSourceUrl: env.DEFAULT_SOURCE_URL,
      fetchSource: (url) =>
        sourceFile === undefined
          ? fetchSource(url, {
              ...staging,
              ...{ policy, resolve: resolveHost, clock },
              warn: (message) => log.warn(message),
            })
          : stageFile(sourceFile, staging),
    });
  },
});

/** The Lambda of this step. */
export const handler = defineStep(step);
