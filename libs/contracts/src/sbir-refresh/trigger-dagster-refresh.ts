import * as z from 'zod';
import { commonEventFields, eventText, fieldWithDefault, optionalField } from './step-fields.ts';

const MAX_TAGS = 100;

/** Part of a host name or path: nothing in it can lead a token elsewhere. */
const label = eventText.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, {
  error: 'must be letters, digits, - and _',
});

/** Event of trigger-dagster-refresh; what is absent is the environment's. Source: R 2.10. */
export const triggerDagsterRefreshEvent = z.object({
  ...commonEventFields,
  dagster_cloud_org: optionalField(label),
  dagster_cloud_deployment: optionalField(label),
  dagster_cloud_secret_name: optionalField(eventText),
  job_name: fieldWithDefault(eventText, 'sbir_weekly_refresh_job'),
  run_config: fieldWithDefault(z.record(z.string(), z.json()), {}),
  tags: fieldWithDefault(
    z
      .record(eventText, eventText)
      .refine((tags) => Object.keys(tags).length <= MAX_TAGS, { error: 'must be at most 100' }),
    {},
  ),
});

/** Body of a run that ended well; one that did not is an error. */
export const triggerDagsterRefreshBody = z.strictObject({
  status: z.literal('success'),
  run_id: z.string(),
  job_name: z.string(),
  /** `null` where only a URL is configured. */
  org: z.string().nullable(),
  deployment: z.string(),
  dagster_cloud_url: z.string(),
});

/** The secret: `{dagster_cloud_api_token}`; other fields are ignored. */
export const dagsterSecret = z.object({
  dagster_cloud_api_token: z
    .string({ error: 'must be text' })
    .regex(/^[\x21-\x7e]+$/, { error: 'must be printable ASCII without spaces' }),
});

export type TriggerDagsterRefreshEvent = z.output<typeof triggerDagsterRefreshEvent>;
export type TriggerDagsterRefreshBody = z.output<typeof triggerDagsterRefreshBody>;
