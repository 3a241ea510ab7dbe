import type { Execution, ExecutionResult, MapRunLimits } from '@pipelines/asl-runtime';
import type { HistoryEvent } from '@pipelines/asl';
import type { Machine } from '../machines/machine.ts';
import type { MachineRegistry } from '../machines/machine-registry.ts';
import type { MapRunRecord } from './map-runs.ts';
import type { Redrive } from './redrives.ts';

export type ExecutionStatus = 'RUNNING' | ExecutionResult['status'];

/** Which machine an execution runs, and how it was named when it was started. */
export interface ExecutionOrigin {
  readonly machineArn: string;
  /** The state that the machine was in. Executions of before there were revisions have none. */
  readonly revision?: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  /** Of the mock file. */
  readonly testCase?: string;
}

/** What of an execution's facts says where it came from; what is not known is left out. */
export function originOf(facts: ExecutionOrigin): ExecutionOrigin {
  const { machineArn, revision, versionArn, aliasArn, testCase } = facts;
  return {
    machineArn,
    ...(revision !== undefined && { revision }),
    ...(versionArn !== undefined && { versionArn }),
    ...(aliasArn !== undefined && { aliasArn }),
    ...(testCase !== undefined && { testCase }),
  };
}

/** One line of ListExecutions. */
export interface ExecutionSummary extends ExecutionOrigin {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startMs: number;
  readonly stopMs?: number;
  /** Of a child of a Map Run. */
  readonly mapRunArn?: string;
  readonly itemCount?: number;
  /** In their order. */
  readonly redrives: readonly Redrive[];
}

/** DescribeExecution: everything but the history. Input and output are JSON text. */
export interface ExecutionRecord extends ExecutionSummary {
  readonly eventCount: number;
  readonly inputText: string;
  readonly outputText?: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface HistoryPage {
  readonly events: readonly HistoryEvent[];
  /** Events that exist so far, all pages together. */
  readonly total: number;
}

export interface StartRequest {
  /** Of a machine, a version or an alias. */
  readonly machineArn: string;
  readonly inputText: string;
  /** A new UUID when absent. */
  readonly name?: string;
  /** Test case of the mock file (`machineArn#TestCase`). */
  readonly testCase?: string;
}

export interface StartedExecution {
  readonly arn: string;
  readonly startMs: number;
  /** Absent when the execution runs already, in another process. */
  readonly execution?: Execution;
}

/** Machines and executions of a data folder. Errors are those of AWS: see registry-errors.ts. */
export interface Registry extends MachineRegistry {
  /**
   * Start, or find the running execution of the same name and input.
   *
   * @throws StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidExecutionInput, InvalidName
   */
  startExecution(request: StartRequest): StartedExecution;
  /** Stop an execution of this process; an ended one answers with the time of its end. */
  stopExecution(arn: string, error?: string, cause?: string): Promise<{ readonly stopMs: number }>;
  /**
   * Let an execution go on that ended without success, whoever ran it.
   *
   * @throws ExecutionDoesNotExist, ExecutionNotRedrivable
   */
  redriveExecution(
    arn: string,
    clientToken?: string,
  ): {
    readonly redriveMs: number;
    /** Absent when the same request had come before. */
    readonly execution?: Execution;
  };
  /** In the words of AWS; `undefined` when it can be redriven now. */
  reasonNotToRedrive(execution: ExecutionRecord): string | undefined;
  execution(arn: string): ExecutionRecord | undefined;
  /** The Map Runs of an execution, in the order in which they began. */
  mapRuns(executionArn: string): readonly MapRunRecord[];
  mapRun(arn: string): MapRunRecord | undefined;
  /** Change the limits of a Map Run of this process that is under way. */
  updateMapRun(arn: string, change: Partial<MapRunLimits>): void;
  /** The children of a Map Run, newest first. */
  childExecutions(mapRunArn: string): readonly ExecutionSummary[];
  /** Whether executions of this process have yet to end before the machine is gone. */
  isDeleting(machineArn: string): boolean;
  /** The machine as it was when the execution started. */
  machineOf(execution: ExecutionRecord): Machine | undefined;
  /** Newest first. Includes what other processes wrote into the same data folder. */
  executions(machineArn: string): readonly ExecutionSummary[];
  /** `count` events from index `from` (0 is the first event, or the last when `isReversed`). */
  history(
    arn: string,
    page: { readonly from: number; readonly count: number; readonly isReversed: boolean },
  ): HistoryPage | undefined;
  /** Stop what runs (ABORTED) and write everything out. */
  close(): Promise<void>;
}
