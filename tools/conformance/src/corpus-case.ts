import type { Json, JsonObject } from '@pipelines/core';

/** What AWS called for a Task state, and what came back. */
export interface RecordedCall {
  readonly state?: string;
  readonly resource?: string;
  readonly return?: Json;
  readonly throw?: { readonly error?: string | null; readonly cause?: Json };
  /** `TaskFailed`, or `TaskTimedOut` and `LambdaFunctionTimedOut` for a call without an answer. */
  readonly throwEvent?: string;
  /** The execution ended before the call did. */
  readonly noResult?: boolean;
}

/** A Lambda function that a case needs, by what it does. */
export interface RecordedFunction {
  readonly arn: string;
  readonly behaviour: string;
  readonly value?: Json;
  readonly bytes?: number;
  readonly seconds?: number;
  readonly runtime?: string;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

/** An object that a case expects in S3. */
export interface RecordedObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: string;
}

/** Mock file of Step Functions Local. */
interface MockConfig {
  readonly StateMachines: Readonly<
    Record<
      string,
      { readonly TestCases: Readonly<Record<string, Readonly<Record<string, string>>>> }
    >
  >;
  readonly MockedResponses: Readonly<Record<string, Readonly<Record<string, MockedResponse>>>>;
}

export interface MockedResponse {
  readonly Return?: Json;
  readonly Throw?: { readonly Error: string; readonly Cause: string };
}

export interface Expected {
  readonly status: string;
  /** Of a call that was refused. */
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Of a call that was answered. */
  readonly response?: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: Json;
  readonly eventTypes?: readonly string[];
  readonly events?: readonly JsonObject[];
  readonly historyLossy?: boolean;
  readonly unorderedParallel?: boolean;
  readonly interleaved?: boolean;
}

/** One call of a recorded script, or something that the recorder waited for. */
export interface ApiStep {
  readonly n?: number;
  /** Name of the operation in the client, `create_state_machine`; absent for a wait. */
  readonly op?: string;
  readonly params: JsonObject;
  readonly expect?: Json;
  readonly expectError?: { readonly code?: string | null; readonly message?: string };
}

/** One recorded execution; the format is in the README of the corpus. */
export interface CorpusCase {
  readonly id: string;
  readonly category: string;
  readonly kind: string;
  readonly quality?: string;
  /** Services without which the case cannot be run. */
  readonly requires?: readonly string[];
  readonly script?: readonly ApiStep[];
  readonly source?: {
    /** When the case was last seen to be true of AWS. */
    readonly awsValidatedDate?: string | null;
    readonly recorded?: string | null;
  };
  /** What was asked for, where it is not an execution. */
  readonly request?: JsonObject;
  readonly definition: JsonObject;
  readonly definitionString?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly input: Json;
  readonly inputOmitted?: boolean;
  readonly inputRaw?: string;
  readonly functions?: Readonly<Record<string, RecordedFunction>>;
  readonly mocks?: readonly RecordedCall[];
  readonly mockConfig?: MockConfig;
  readonly s3Objects?: readonly RecordedObject[];
  readonly stateMachineName?: string;
  readonly mockTestCase?: string;
  readonly expected: Expected;
}
