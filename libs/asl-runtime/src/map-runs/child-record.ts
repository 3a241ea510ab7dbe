import type { HistoryEvent, WriterPlan } from '@pipelines/asl';
import type { Json } from '@pipelines/core';
import { formatTimestamp } from '@pipelines/asl';
import type { ExecutionResult } from '../execution.ts';

/** A child of a Map Run that has ended. */
export interface MapRunChild {
  /** Its place among the children, from 0. */
  readonly index: number;
  readonly itemCount: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly inputText: string;
  readonly result: ExecutionResult;
  readonly redriveCount: number;
  /** All its events; without them a redrive starts the child anew. */
  readonly history?: readonly HistoryEvent[];
}

/** What a tolerated failure leaves among the results. */
export function resultOf({ result }: MapRunChild): Json {
  if (result.output !== undefined) return JSON.parse(result.output) as Json;
  return { Error: result.error ?? null, Cause: result.cause ?? null };
}

/**
 * What is written of a child: all about it, or its output alone (`Transformation: COMPACT`), which
 * is taken apart when it is an array (`FLATTEN`).
 *
 * Source: Step Functions developer guide, "ResultWriter (Map)", WriterConfig
 */
export function recordsOf(child: MapRunChild, { config }: WriterPlan): readonly Json[] {
  const output = resultOf(child);
  if (config.Transformation === 'COMPACT') return [output];
  if (config.Transformation === 'FLATTEN') return Array.isArray(output) ? output : [output];
  const { result } = child;
  const isSuccess = result.status === 'SUCCEEDED';
  const outcome: Json = isSuccess
    ? { Output: result.output ?? null, OutputDetails: { Included: true } }
    : { Error: result.error ?? null, Cause: result.cause ?? null };
  return [
    {
      ExecutionArn: child.arn,
      Input: child.inputText,
      InputDetails: { Included: true },
      Name: child.name,
      ...outcome,
      RedriveCount: child.redriveCount,
      RedriveStatus: isSuccess ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
      StartDate: formatTimestamp(result.startMs),
      StateMachineArn: child.machineArn,
      Status: result.status,
      StopDate: formatTimestamp(result.stopMs),
    },
  ];
}
