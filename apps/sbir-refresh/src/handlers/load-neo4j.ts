import { tmpdir } from 'node:os';
import { loadNeo4jBody, loadNeo4jEvent } from '@pipelines/contracts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { withGraph } from '../lambda/open-graph.ts';
import { loadNeo4j } from '../steps/load-neo4j.ts';

/** Brings the graph to what the validated file says, in as many calls as it takes. */
export const step = describeStep({
  step: 'load-neo4j',
  event: loadNeo4jEvent,
  body: loadNeo4jBody,
  run: (event, context) => {
    const { env, deadlineMs } = context;
    const ports = openBucket(event, context);
    return withGraph(event, context, (graph) =>
      loadNeo4j(event, {
        ...ports,
        graph,
        graphProfile: env.GRAPH_PROFILE,
        deadlineMs,
        tempDir: tmpdir(),
        batchRows: env.NEO4J_BATCH_SIZE,
        maxNodes: env.NEO4J_MAX_NODES,
        minAwardYear: env.NEO4J_MIN_AWARD_YEAR,
        sampleLimit: env.NEO4J_SAMPLE_LIMIT,
        isZeroAmountAllowed: env.ALLOW_ZERO_AMOUNT,
      }),
    );
  },
});

/** The Lambda of this step. */
export const handler = defineStep(step);
