import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';

/** Rows of the table, in this order, as `refresh-machine` names them in its output. */
const FACTS = ['run_date', 'changed', 'row_count', 'pass_rate', 'match_rate', 'smoke_passed'];

/**
 * Summary of a run for the page of the workflow, as Markdown: status, what changed, how many rows,
 * where the artefacts are; of a failed one why.
 *
 * Source: sbir-refresh.md 7.3.
 *
 * @param events - the last of the history, for a run that failed
 */
export function stepSummary(
  execution: DescribeExecutionOutput,
  events: readonly HistoryEvent[] = [],
): string {
  const { executionArn = '', status = '', error, cause } = execution;
  const { output, isUnchanged } = refreshOutput(execution.output);
  const facts = FACTS.filter((name) => output[name] !== undefined && output[name] !== null);
  const artifacts = Object.entries(output).filter(
    ([name, value]) => name.endsWith('_s3_key') && typeof value === 'string',
  );
  return [
    '## Weekly award data refresh',
    '',
    '| | |',
    '| --- | --- |',
    `| Status | ${cell(isUnchanged ? `${status}, nothing changed` : status)} |`,
    ...facts.map((name) => `| ${cell(name)} | ${cell(output[name])} |`),
    ...digestRows(output['digest_counts']),
    ...(error === undefined ? [] : [`| Error | ${cell(error)} |`]),
    ...(cause === undefined ? [] : [`| Cause | ${cell(cause)} |`]),
    `| Execution | [${cell(executionArn)}](${consoleUrl(executionArn)}) |`,
    '',
    ...section(
      'Artefacts',
      artifacts.map(([name, key]) => `- ${cell(name.replace(/_s3_key$/, ''))}: \`${cell(key)}\``),
    ),
    ...section(
      'Last events',
      events.map(({ id, type }) => `- ${id} ${cell(type)}`),
    ),
  ].join('\n');
}

/** Page of an execution in the AWS console. */
export function consoleUrl(executionArn: string): string {
  const region = executionArn.split(':')[3] ?? '';
  return `https://console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${executionArn}`;
}

/** A run that found nothing new ends with its working document, which says so under `body`. */
function refreshOutput(text: string | undefined): {
  readonly output: JsonObject;
  readonly isUnchanged: boolean;
} {
  const document = text === undefined ? null : (JSON.parse(text) as Json);
  if (!isJsonObject(document)) return { output: {}, isUnchanged: false };
  const { output, body } = document;
  if (isJsonObject(output)) return { output, isUnchanged: false };
  return isJsonObject(body)
    ? { output: body, isUnchanged: body['changed'] === false }
    : { output: {}, isUnchanged: false };
}

function digestRows(counts: Json | undefined): readonly string[] {
  if (!isJsonObject(counts)) return [];
  return Object.entries(counts).map(([name, count]) => `| Awards ${cell(name)} | ${cell(count)} |`);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines, ''];
}

/** What came from outside stays in its cell: no table, link, code or HTML of its own. */
function cell(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`|[\]*_{}#!]/g, '\\$&')
    .replace(/\s+/g, ' ');
}
