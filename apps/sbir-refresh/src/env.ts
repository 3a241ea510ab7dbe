import { DEFAULT_SOURCE_URL } from '@pipelines/contracts';
import { logLevels } from '@pipelines/lambda-kit';
import * as z from 'zod';

const LONGEST_NAME = 512;

const text = z.string().max(2_048, { error: 'must have at most 2048 characters' });
const name = z
  .string()
  .max(LONGEST_NAME, { error: `must have at most ${LONGEST_NAME} characters` });
const yesOrNo = (fallback: 'true' | 'false') =>
  z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default(fallback)
    .transform((value) => value === 'true');
const wholeNumber = z.coerce
  .number({ error: 'must be a number' })
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be at least 0' });

/**
 * Every variable that the SBIR refresh reads; each function sees those that its manifest row names.
 * sbir-contracts.md 2.1, 2.2 and 7.2 have the list.
 */
export const sbirRefreshEnv = z.object({
  S3_BUCKET: name.optional(),
  S3_BUCKET_OWNER: z
    .string()
    .regex(/^\d{12}$/, { error: 'must be an account id of 12 digits' })
    .optional(),
  LOG_LEVEL: z
    .string()
    .toUpperCase()
    .pipe(z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }))
    .default('INFO'),
  DEFAULT_SOURCE_URL: text.default(DEFAULT_SOURCE_URL),
  ALLOWED_SOURCE_HOSTS: text.default('data.www.sbir.gov'),
  MIN_SOURCE_BYTES: wholeNumber.default(1_000_000),
  ALLOW_ZERO_AMOUNT: yesOrNo('false'),
  KEEP_HISTORY: yesOrNo('false'),
  NEO4J_SECRET_NAME: name.default('sbir-analytics/neo4j-aura'),
  NEO4J_URI: text.optional(),
  NEO4J_USERNAME: name.optional(),
  NEO4J_PASSWORD: text.optional(),
  NEO4J_DATABASE: name.optional(),
  NEO4J_ALLOW_INSECURE: yesOrNo('false'),
  GRAPH_PROFILE: z
    .enum(['award-company', 'unified'], { error: 'must be award-company or unified' })
    .default('award-company'),
  ALLOW_GRAPH_RESET: yesOrNo('true'),
  NEO4J_BATCH_SIZE: wholeNumber.min(1, { error: 'must be at least 1' }).default(2_000),
  NEO4J_MAX_NODES: wholeNumber.optional(),
  NEO4J_MIN_AWARD_YEAR: wholeNumber.optional(),
  NEO4J_SAMPLE_LIMIT: wholeNumber.optional(),
  DAGSTER_CLOUD_ORG: name.optional(),
  DAGSTER_CLOUD_DEPLOYMENT: name.default('prod'),
  DAGSTER_CLOUD_API_URL: text.optional(),
  DAGSTER_CLOUD_TOKEN_HEADER: name.default('Dagster-Cloud-Api-Token'),
  DAGSTER_CLOUD_SECRET_NAME: name.default('sbir-analytics/dagster-cloud-api-token'),
});

export type SbirRefreshEnv = Readonly<z.output<typeof sbirRefreshEnv>>;
