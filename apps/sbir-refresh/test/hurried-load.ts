import { tmpdir } from 'node:os';
import { loadNeo4jBody, loadNeo4jEvent } from '@pipelines/contracts';
import { systemClock } from '@pipelines/core';
import { defineStep } from '../src/lambda/define-step.ts';
import { openBucket } from '../src/lambda/open-bucket.ts';
import { withGraph } from '../src/lambda/open-graph.ts';
import { createLambdaHost } from '../src/lambda/step-host.ts';
import { loadNeo4j } from '../src/steps/load-neo4j.ts';
import type { Step } from './weekly-machine.ts';

/** How a load is hurried. */
export interface HurriedOptions {
  /** By so much the clock moves on at each look at it. */
  readonly msPerLook: number;
  /** Told how often the clock was looked at by this call. */
  readonly onLook?: (looks: number) => void;
}

/**
 * The Lambda load-neo4j in small batches, on a clock that moves only by being looked at: its time
 * is up at the same place on every machine.
 */
export function hurriedLoad({ msPerLook, onLook }: HurriedOptions): Step {
  return (event) => {
    let looks = 0;
    const startMs = systemClock.now();
    const clock = {
      now: () => {
        looks += 1;
        onLook?.(looks);
        return startMs + looks * msPerLook;
      },
      // The frame's own deadline: this clock does not come to it by waiting.
      setTimer: () => () => undefined,
    };
    const step = defineStep(
      {
        step: 'load-neo4j',
        event: loadNeo4jEvent,
        body: loadNeo4jBody,
        run: (parsed, context) =>
          withGraph(parsed, context, (graph) =>
            loadNeo4j(parsed, {
              ...openBucket(parsed, context),
              graph,
              deadlineMs: context.deadlineMs,
              tempDir: tmpdir(),
              batchRows: 10,
              isZeroAmountAllowed: false,
            }),
          ),
      },
      () => ({ ...createLambdaHost(), clock }),
    );
    return step(event);
  };
}
