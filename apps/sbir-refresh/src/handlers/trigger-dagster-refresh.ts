import { triggerDagsterRefreshBody, triggerDagsterRefreshEvent } from '@pipelines/contracts';
import { createSecretLoader, createSecretsClient, type LoadSecret } from '@pipelines/secrets';
import { defineStep } from '../lambda/define-step.ts';
import { triggerDagsterRefresh } from '../steps/trigger-dagster-refresh.ts';

const POLL_EVERY_MS = 5_000;

/** Its copy of the token lives as long as the container, at most five minutes. */
let loadSecret: LoadSecret | undefined;

/** Starts a job in Dagster and waits for its end; off unless organisation or URL is configured. */
export const handler = defineStep({
  step: 'trigger-dagster-refresh',
  event: triggerDagsterRefreshEvent,
  body: triggerDagsterRefreshBody,
  run: (event, { env, clock, deadlineMs }) => {
    loadSecret ??= createSecretLoader({ client: createSecretsClient(), clock });
    return triggerDagsterRefresh(event, {
      ...{ env, loadSecret, clock, deadlineMs },
      pollEveryMs: POLL_EVERY_MS,
    });
  },
});
