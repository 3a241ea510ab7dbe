import { exitCodes } from '@pipelines/command-line';
import { isJsonObject, type JsonObject } from '@pipelines/core';
import type { Cloud } from '../cloud.ts';
import { askFunction, failureOf, type FunctionAnswer } from '../cli/ask-function.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { asciiIcons, emojiIcons, type Icons } from '../report/icons.ts';
import { DOUBLE_RULE } from '../report/terminal-report.ts';
import {
  sectionLines,
  triedTestLines,
  trySummaryLines,
  type TriedTest,
} from '../report/try-report.ts';

/** One test: what the Lambda is asked, and which status code is right. */
interface GuidedTest {
  readonly name: string;
  readonly event: JsonObject;
  readonly statusCode: number;
}

const fastTests: readonly GuidedTest[] = [
  mocked('Test 1: validate_config', 'validate_config'),
  mocked('Test 2: task_01 (mock)', 'task_01'),
  mocked('Test 3: task_02 (mock)', 'task_02'),
  { ...mocked('Test 6: invalid action', 'invalid_action'), statusCode: 400 },
];

const realTests: readonly GuidedTest[] = [
  { name: 'Test 4: task_01 (real database)', event: { action: 'task_01' }, statusCode: 200 },
  { name: 'Test 5: task_02 (real database)', event: { action: 'task_02' }, statusCode: 200 },
];

export const help = `Usage: simulator try [options]
Guided tests of the Lambda: mocked ones at once, then, if you agree, both tasks on the database.

  --skip-real      only the mocked tests: no database is started or touched
  --mock           the same
  --ascii          [OK] and [FAIL] instead of emoji
${commonOptionsHelp}

Without a terminal nobody can agree: then the database is left alone.
Exit codes: 0 all tests passed, 1 some failed.

Example:
  simulator try --skip-real`;

/** `simulator try`: conflict-report.md 3.4. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    'skip-real': { type: 'boolean', default: false },
    mock: { type: 'boolean', default: false },
    ascii: { type: 'boolean', default: false },
  });
  const { quiet: isQuiet, json: isJson } = values;
  const icons = values.ascii ? asciiIcons : emojiIcons;
  const print = (lines: readonly string[]): void => {
    if (!isJson) for (const line of lines) writeLine(io.out, line);
  };
  const suite: Suite = { io, icons, print, cloud: { dataDir: values['data-dir'], isQuiet } };

  print([DOUBLE_RULE, 'LAMBDA HANDLER - LOCAL TEST SUITE', DOUBLE_RULE]);
  print(sectionLines('FAST TESTS (Mock Database)'));
  const tests = [...(await runTests(fastTests, 'mock', suite))];
  if (!values['skip-real'] && !values.mock) {
    print(sectionLines('INTEGRATION TESTS (Real Database)'));
    print([`${icons.warning} The tasks change the database: conflicts are recomputed for now.`]);
    if (await isAgreed(io)) tests.push(...(await runTests(realTests, 'real', suite)));
    else print(['Real database tests skipped']);
  }
  print(trySummaryLines(tests, icons));
  if (isJson) writeLine(io.out, JSON.stringify({ tests }, undefined, 2));
  return tests.every(({ hasPassed }) => hasPassed) ? exitCodes.ok : exitCodes.failed;
}

function mocked(name: string, action: string): GuidedTest {
  return { name, event: { action, use_mock: true }, statusCode: 200 };
}

interface Suite {
  readonly io: CliIo;
  readonly icons: Icons;
  readonly print: (lines: readonly string[]) => void;
  readonly cloud: { readonly dataDir: string; readonly isQuiet: boolean };
}

async function isAgreed(io: CliIo): Promise<boolean> {
  const answer = await io.ask('Continue with real database tests? (y/n): ');
  return answer?.trim().toLowerCase() === 'y';
}

function runTests(
  guidedTests: readonly GuidedTest[],
  mode: 'real' | 'mock',
  { io, icons, print, cloud }: Suite,
): Promise<readonly TriedTest[]> {
  return withCloud(io, { ...cloud, mode }, async ({ functions }) => {
    const tests: TriedTest[] = [];
    for (const guidedTest of guidedTests) {
      const test = await runTest(guidedTest, functions, io);
      print(triedTestLines(test, icons));
      tests.push(test);
    }
    return tests;
  });
}

async function runTest(
  { name, event, statusCode }: GuidedTest,
  functions: Cloud['functions'],
  { clock, signal }: CliIo,
): Promise<TriedTest> {
  const startMs = clock.now();
  const answer = await askFunction(functions, event, signal);
  const seconds = (clock.now() - startMs) / 1_000;
  return {
    name,
    hasPassed: answer.statusCode === statusCode,
    seconds,
    detail: detailOf(answer),
  };
}

function detailOf(answer: FunctionAnswer): string | undefined {
  if (answer.statusCode !== 200) return `Error: ${failureOf(answer)}`;
  const { result } = answer.body;
  if (!isJsonObject(result)) return undefined;
  const rows = Number(result['affected_rows'] ?? result['updated_rows']);
  return `Rows affected: ${rows.toLocaleString('en-US')}`;
}
