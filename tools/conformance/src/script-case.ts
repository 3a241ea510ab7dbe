import { messageOf } from '@pipelines/core';
import { runScript, type ScriptResult } from './api-script.ts';
import type { Verdict } from './compare-case.ts';
import type { CorpusCase } from './corpus-case.ts';
import type { SimulatorService } from './simulator-service.ts';

/** The category under which scripts are counted, whatever they are about. */
export const SCRIPTS = 'api scripts';

/** In the recordings every account is this one. */
const RECORDED_ACCOUNT = '111111111111';
const FIRST_ACCOUNT = 200_000_000_000;

/** Run scripts over HTTP, each in an account of its own, as each expects an empty one. */
export async function judgeScripts(
  cases: readonly CorpusCase[],
  start: () => Promise<SimulatorService>,
): Promise<readonly Verdict[]> {
  if (cases.length === 0) return [];
  const service = await start();
  const verdicts: Verdict[] = [];
  try {
    for (const [at, one] of cases.entries()) {
      verdicts.push(await judge(one, String(FIRST_ACCOUNT + at), service));
    }
  } finally {
    await service.stop();
  }
  return verdicts;
}

async function judge(
  one: CorpusCase,
  accountId: string,
  service: SimulatorService,
): Promise<Verdict> {
  const base = { id: one.id, category: SCRIPTS };
  const { requires = [] } = one;
  if (requires.length > 0) {
    return { ...base, cause: true, result: 'skip', why: `needs ${requires.join(', ')}` };
  }
  const own = JSON.stringify(one).replaceAll(RECORDED_ACCOUNT, accountId);
  const { why, isSameText } = await resultOf(JSON.parse(own) as CorpusCase, accountId, service);
  if (why !== '') return { ...base, cause: true, result: 'fail', why };
  return { ...base, cause: isSameText, result: 'pass', why: isSameText ? '' : 'other words' };
}

async function resultOf(
  one: CorpusCase,
  accountId: string,
  service: SimulatorService,
): Promise<ScriptResult> {
  try {
    return await runScript(one, service.callAs(accountId));
  } catch (error) {
    return { why: messageOf(error), isSameText: true };
  }
}
