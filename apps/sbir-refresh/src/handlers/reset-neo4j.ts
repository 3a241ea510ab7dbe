import { resetNeo4jBody, resetNeo4jEvent } from '@pipelines/contracts';
import { defineStep, describeStep } from '../lambda/define-step.ts';
import { withGraph } from '../lambda/open-graph.ts';
import { resetNeo4j } from '../steps/reset-neo4j.ts';

/** Empties the graph of awards; refused unless asked for, confirmed and allowed. */
export const step = describeStep({
  step: 'reset-neo4j',
  event: resetNeo4jEvent,
  body: resetNeo4jBody,
  run: (event, context) =>
    withGraph(event, context, (graph) =>
      resetNeo4j(event, {
        graph,
        graphProfile: context.env.GRAPH_PROFILE,
        isAllowed: context.env.ALLOW_GRAPH_RESET,
      }),
    ),
});

/** The Lambda of this step. */
export const handler = defineStep(step);
