import type { ExecutionSummary, Registry } from '../../executions/registry.ts';
import { executionPage } from './execution-page.ts';
import { overviewPage } from './overview.ts';
import { pageCss } from './page.css.ts';

export interface PageAnswer {
  readonly status: number;
  readonly type: 'text/html' | 'text/css' | 'text/plain' | 'application/json';
  readonly text: string;
}

const EXECUTION_PATH = /^\/executions\/(?<name>[^/]+)$/;

/**
 * The page at an address: `/` lists machines and executions, `/executions/<name>` shows one.
 *
 * Executions of several machines may have one name: `?machine=<ARN>` chooses, else the newest.
 * `?from=<index>` is the first event shown.
 */
export function answerPage(url: URL, registry: Registry): PageAnswer {
  if (url.pathname === '/') return page(overviewPage(registry));
  if (url.pathname === '/page.css') return { status: 200, type: 'text/css', text: pageCss };
  const name = EXECUTION_PATH.exec(url.pathname)?.groups?.['name'];
  const machineArn = url.searchParams.get('machine') ?? undefined;
  const execution = name === undefined ? undefined : find(registry, decode(name), machineArn);
  if (!execution) return { status: 404, type: 'text/plain', text: 'Not found\n' };
  const from = Math.max(0, Math.trunc(Number(url.searchParams.get('from')) || 0));
  return page(executionPage(execution, registry, from));
}

function page(text: string): PageAnswer {
  return { status: 200, type: 'text/html', text };
}

function find(
  registry: Registry,
  name: string,
  machineArn: string | undefined,
): ExecutionSummary | undefined {
  const machines = registry.accounts().flatMap((account) => registry.machines(account));
  const found = machines
    .filter(({ arn }) => machineArn === undefined || arn === machineArn)
    .flatMap(({ arn }) => registry.executions(arn).filter((one) => one.name === name));
  return found.sort((one, other) => other.startMs - one.startMs)[0];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
