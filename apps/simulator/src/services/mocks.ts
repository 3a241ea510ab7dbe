import { statSync } from 'node:fs';
import { RefusedRequestError } from '../executions/registry-errors.ts';
import {
  MockConfigError,
  readMockConfig,
  type MockAnswer,
  type MockConfig,
  type TestCase,
} from './mock-config.ts';

/** StartExecution named a test case that the mock file does not have. */
export class TestCaseNotFoundError extends RefusedRequestError {
  constructor(file: string, machineName: string, testCase: string, known: readonly string[]) {
    const list = known.length > 0 ? `It has: ${known.join(', ')}` : 'It has none for this machine';
    super(
      `Test case '${testCase}' of state machine '${machineName}' is not in SFN_MOCK_CONFIG "${file}". ${list}.`,
    );
  }
}

/** The mock file is wrong now; it was changed since the start. */
export class MockConfigRefusedError extends RefusedRequestError {}

/** What a mocked state answers at this call. */
export type MockedCall = MockAnswer | 'not-mocked' | { readonly missingAttempt: number };

export interface Mocks {
  /**
   * Use a test case for an execution that is about to start. The file is read again if it changed.
   *
   * @throws {TestCaseNotFoundError | MockConfigRefusedError} nothing starts then
   */
  begin(executionArn: string, machineName: string, testCase: string): void;
  /** The same for one that is redriven; it goes on with the attempts that it had counted here. */
  resume(executionArn: string, machineName: string, testCase: string): void;
  /** The answer to the next call of a state; each call counts as one attempt. */
  next(executionArn: string, stateName: string): MockedCall;
  /** The execution cannot be redriven any more. */
  end(executionArn: string): void;
}

interface MockedExecution {
  readonly testCase: TestCase;
  readonly callsByState: Map<string, number>;
}

/**
 * Open the mock file of Step Functions Local.
 *
 * An execution keeps the answers that it began with, whatever happens to the file.
 *
 * @param file - value of SFN_MOCK_CONFIG
 * @throws {MockConfigError} when it cannot be used as it is
 */
export function openMocks(file: string): Mocks {
  let config: MockConfig = readMockConfig(file);
  let stamp = stampOf(file);
  const executions = new Map<string, MockedExecution>();

  const refresh = (): void => {
    const current = stampOf(file);
    if (current === stamp) return;
    try {
      config = readMockConfig(file);
    } catch (error) {
      if (error instanceof MockConfigError) throw new MockConfigRefusedError(error.message);
      throw error;
    }
    stamp = current;
  };
  const begin: Mocks['begin'] = (executionArn, machineName, testCase) => {
    refresh();
    const cases = config.machines.get(machineName);
    const found = cases?.get(testCase);
    if (!found) {
      throw new TestCaseNotFoundError(file, machineName, testCase, [...(cases?.keys() ?? [])]);
    }
    executions.set(executionArn, { testCase: found, callsByState: new Map() });
  };
  return {
    begin,
    resume(executionArn, machineName, testCase) {
      if (!executions.has(executionArn)) begin(executionArn, machineName, testCase);
    },
    next(executionArn, stateName) {
      const execution = executions.get(executionArn);
      const responses = execution?.testCase.get(stateName);
      if (!execution || !responses) return 'not-mocked';
      const attempt = execution.callsByState.get(stateName) ?? 0;
      execution.callsByState.set(stateName, attempt + 1);
      const response = responses.find(({ from, to }) => from <= attempt && attempt <= to);
      return response?.answer ?? { missingAttempt: attempt };
    },
    end: (executionArn) => executions.delete(executionArn),
  };
}

/** Undefined for a file that is gone: reading it then says so. */
function stampOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.mtimeMs}-${found.size}-${found.ino}`;
}
