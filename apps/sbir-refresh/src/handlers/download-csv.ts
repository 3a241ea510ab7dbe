import { tmpdir } from 'node:os';
import { downloadCsvBody, downloadCsvEvent } from '@pipelines/contracts';
import { fetchSource } from '../download/fetch-source.ts';
import { resolveHost } from '../download/find-address.ts';
import { parseSourcePolicy } from '../download/source-policy.ts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { downloadCsv } from '../steps/download-csv.ts';

/** Fetches the award file, checks it, and stores it unless the last processed one is the same. */
export const step = describeStep({
  step: 'download-csv',
  event: downloadCsvEvent,
  body: downloadCsvBody,
  run: (event, context) => {
    const { env, clock, log } = context;
    const policy = parseSourcePolicy(env.ALLOWED_SOURCE_HOSTS);
    return downloadCsv(event, {
      ...openBucket(event, context),
      defaultSourceUrl: env.DEFAULT_SOURCE_URL,
      fetchSource: (url) =>
        fetchSource(url, {
          policy,
          resolve: resolveHost,
          clock,
          tempDir: tmpdir(),
          leastBytes: env.MIN_SOURCE_BYTES,
          warn: (message) => log.warn(message),
        }),
    });
  },
});

/** The Lambda of this step. */
export const handler = defineStep(step);
