import { resetNeo4jBody, resetNeo4jEvent } from '@pipelines/contracts';
import { defineStep } from '../lambda/define-step.ts';
import { withGraph } from '../lambda/open-graph.ts';
import { resetNeo4j } from '../steps/reset-neo4j.ts';

/** Empties the graph of awards; refused unless asked for, confirmed and allowed. */
export const handler = defineStep({
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
