import { smokeChecksBody, smokeChecksEvent } from '@pipelines/contracts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { withGraph } from '../lambda/open-graph.ts';
import { smokeChecks } from '../steps/smoke-checks.ts';

/** Asks the loaded graph whether it is fit for use, and whether the whole file is in it. */
export const step = describeStep({
  step: 'smoke-checks',
  event: smokeChecksEvent,
  body: smokeChecksBody,
  run: (event, context) => {
    const ports = openBucket(event, context);
    return withGraph(event, context, (graph) =>
      smokeChecks(event, { ...ports, graph, graphProfile: context.env.GRAPH_PROFILE }),
    );
  },
});

/** The Lambda of this step. */
export const handler = defineStep(step);
