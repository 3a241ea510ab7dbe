import { readFileSync } from 'node:fs';
import { messageOf, PipelineError, type Json } from '@pipelines/core';
import * as z from 'zod';

/** The file that SFN_MOCK_CONFIG names is missing or wrong. The message says where, never what. */
export class MockConfigError extends PipelineError {
  static {
    MockConfigError.prototype.name = 'MockConfigError';
  }
  readonly file: string;
  constructor(file: string, problems: readonly string[]) {
    super(`SFN_MOCK_CONFIG "${file}": ${problems.join('; ')}`);
    this.file = file;
  }
}

/** One answer of a mock: the raw result of the task, or its failure. */
export type MockAnswer =
  | { readonly Return: Json }
  | { readonly Throw: { readonly Error: string; readonly Cause?: string | undefined } };

/** Answers by attempt: `from` and `to` count the calls of a state in one execution, from 0. */
export interface MockResponse {
  readonly from: number;
  readonly to: number;
  readonly answer: MockAnswer;
}

export interface MockConfig {
  /** Machine name → test case → state name → its responses. */
  readonly machines: ReadonlyMap<string, ReadonlyMap<string, TestCase>>;
}

export type TestCase = ReadonlyMap<string, readonly MockResponse[]>;

const answerSchema = z.union([
  z.strictObject({ Return: z.json() }),
  z.strictObject({ Throw: z.strictObject({ Error: z.string(), Cause: z.string().optional() }) }),
]);

const fileSchema = z.strictObject({
  StateMachines: z.record(
    z.string(),
    z.strictObject({ TestCases: z.record(z.string(), z.record(z.string(), z.string())) }),
  ),
  MockedResponses: z.record(
    z.string(),
    z.record(
      z.string().regex(/^\d+(-\d+)?$/, 'expected an attempt "0" or a range "1-2"'),
      answerSchema,
    ),
  ),
});

/**
 * Read a mock file of Step Functions Local.
 *
 * `StateMachines.<machine>.TestCases.<case>.<state>` names an entry of `MockedResponses`, whose keys
 * are attempts: `"0"`, `"1-2"`.
 *
 * @throws {MockConfigError} lists each wrong place: unreadable, unknown response, bad or
 *   overlapping attempts
 * Source: docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */
export function readMockConfig(file: string): MockConfig {
  const parsed = fileSchema.safeParse(readJson(file));
  if (!parsed.success) {
    throw new MockConfigError(
      file,
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    );
  }
  const problems: string[] = [];
  const responses = new Map(
    Object.entries(parsed.data.MockedResponses).map(([name, attempts]) => {
      const list = listResponses(attempts);
      problems.push(...problemsOf(list).map((problem) => `MockedResponses.${name}: ${problem}`));
      return [name, list] as const;
    }),
  );
  const machines = new Map(
    Object.entries(parsed.data.StateMachines).map(([machine, { TestCases }]) => {
      const cases = Object.entries(TestCases).map(([testCase, states]) => {
        const at = `StateMachines.${machine}.TestCases.${testCase}`;
        return [testCase, bindResponses(states, { responses, at, problems })] as const;
      });
      return [machine, new Map(cases)] as const;
    }),
  );
  if (problems.length > 0) throw new MockConfigError(file, problems);
  return { machines };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // The words of JSON.parse quote the file.
    const isSyntax = error instanceof SyntaxError;
    throw new MockConfigError(file, [isSyntax ? 'not valid JSON' : messageOf(error)]);
  }
}

function listResponses(attempts: Readonly<Record<string, MockAnswer>>): MockResponse[] {
  return Object.entries(attempts)
    .map(([key, answer]) => {
      const [from = '', to = from] = key.split('-');
      return { from: Number(from), to: Number(to), answer };
    })
    .sort((one, other) => one.from - other.from);
}

function problemsOf(list: readonly MockResponse[]): string[] {
  return list.flatMap(({ from, to }, index) => {
    if (to < from) return [`"${from}-${to}" counts backwards`];
    const next = list[index + 1];
    return next && next.from <= to ? [`attempt ${next.from} has two answers`] : [];
  });
}

function bindResponses(
  states: Readonly<Record<string, string>>,
  context: {
    readonly responses: ReadonlyMap<string, readonly MockResponse[]>;
    readonly at: string;
    readonly problems: string[];
  },
): TestCase {
  return new Map(
    Object.entries(states).map(([state, responseName]) => {
      const list = context.responses.get(responseName);
      if (!list) {
        context.problems.push(`${context.at}.${state}: no MockedResponses "${responseName}"`);
      }
      return [state, list ?? []];
    }),
  );
}
