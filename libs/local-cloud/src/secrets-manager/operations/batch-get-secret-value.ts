import type { JsonObject } from '@pipelines/core';
import { readPage } from '../read-page.ts';
import { readFilters } from '../secret-filters.ts';
import { withoutUndefined, type SecretsCall, type SecretsOperation } from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';
import { getSecretValue } from './get-secret-value.ts';

/** AWS's limit for SecretIdList. */
const MOST_IDS = 20;

/** BatchGetSecretValue: current values, by a list of ids or by filters; what cannot be had is told. */
export const batchGetSecretValue: SecretsOperation = async (call) => {
  const ids = readIds(call);
  const { page, nextToken } = ids
    ? { page: ids, nextToken: undefined }
    : readPage(call, matchingNames(call), { keyOf: (name) => name });
  const values: JsonObject[] = [];
  const errors: JsonObject[] = [];
  for (const id of page) {
    try {
      values.push(await getSecretValue({ ...call, members: { SecretId: id } }));
    } catch (error) {
      if (!(error instanceof SecretsError)) throw error;
      errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
    }
  }
  return withoutUndefined({ SecretValues: values, Errors: errors, NextToken: nextToken });
};

function readIds({ members }: SecretsCall): readonly string[] | undefined {
  const ids = members['SecretIdList'];
  if ((ids === undefined) === (members['Filters'] === undefined)) {
    throw invalid('Either SecretIdList or Filters must be provided, but not both.');
  }
  if (ids === undefined) return undefined;
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > MOST_IDS) {
    throw invalid(`SecretIdList must have 1 to ${MOST_IDS} ids.`);
  }
  return ids.map((id) => {
    if (typeof id === 'string') return id;
    throw invalid('SecretIdList must be a list of strings.');
  });
}

function matchingNames(call: SecretsCall): readonly string[] {
  const live = call.store.list().filter(({ deleteAtMs }) => deleteAtMs === undefined);
  return live.filter(readFilters(call)).map(({ name }) => name);
}

function invalid(message: string): SecretsError {
  return new SecretsError('InvalidParameterException', message);
}
