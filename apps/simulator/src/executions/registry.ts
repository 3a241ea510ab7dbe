import type { Json } from '@pipelines/core';
import type { Execution, ExecutionResult } from '@pipelines/asl-runtime';
import type { HistoryEvent, StateMachine } from '@pipelines/asl';

export type MachineType = 'STANDARD' | 'EXPRESS';
export type ExecutionStatus = 'RUNNING' | ExecutionResult['status'];

/** A state machine as CreateStateMachine made it, or as the repository deploys it. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly roleArn: string;
  readonly definitionText: string;
  readonly definition: StateMachine;
  readonly createdMs: number;
  readonly loggingConfiguration?: Json;
  readonly tracingConfiguration?: Json;
}

/** One line of ListExecutions. */
export interface ExecutionSummary {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly status: ExecutionStatus;
  readonly startMs: number;
  readonly stopMs?: number;
}

/** DescribeExecution: everything but the history. Input and output are JSON text. */
export interface ExecutionRecord extends ExecutionSummary {
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

/** What CreateStateMachine needs. */
export interface MachineRequest {
  readonly accountId: string;
  readonly name: string;
  readonly definitionText: string;
  readonly roleArn: string;
  readonly type: MachineType;
  readonly loggingConfiguration?: Json;
  readonly tracingConfiguration?: Json;
}

export interface StartRequest {
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
export interface Registry {
  /** @throws StateMachineAlreadyExists, InvalidDefinition, InvalidName */
  createMachine(request: MachineRequest): Machine;
  /** Create a machine or replace its definition: for machines that this repository owns. */
  deployMachine(request: MachineRequest): Machine;
  machine(arn: string): Machine | undefined;
  machines(accountId: string): readonly Machine[];
  /** Every account that has a machine. */
  accounts(): readonly string[];
  /**
   * Start, or find the running execution of the same name and input.
   *
   * @throws StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidExecutionInput, InvalidName
   */
  startExecution(request: StartRequest): StartedExecution;
  /** Stop an execution of this process; an ended one answers with the time of its end. */
  stopExecution(arn: string, error?: string, cause?: string): Promise<{ readonly stopMs: number }>;
  execution(arn: string): ExecutionRecord | undefined;
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
