import { isJsonObject, type Json } from '@pipelines/core';
import type { SecretsCall } from './secrets-call.ts';
import { SecretsError } from './secrets-error.ts';
import type { StoredSecret } from './stored-secret.ts';

/** What a filter looks at; whether it looks at the case of letters. */
const KEYS: Readonly<
  Record<string, { readonly isExact: boolean; texts(secret: StoredSecret): readonly string[] }>
> = {
  name: { isExact: true, texts: ({ name }) => [name] },
  description: { isExact: false, texts: ({ description = '' }) => [description] },
  'tag-key': { isExact: true, texts: ({ tags }) => tags.map(({ Key }) => Key) },
  'tag-value': { isExact: true, texts: ({ tags }) => tags.map(({ Value }) => Value) },
  'primary-region': { isExact: true, texts: () => [] },
  'owning-service': { isExact: true, texts: () => [] },
  all: {
    isExact: false,
    texts: ({ name, description = '', tags }) =>
      [name, description, ...tags.flatMap(({ Key, Value }) => [Key, Value])].flatMap(wordsOf),
  },
};

/**
 * The filters of ListSecrets and BatchGetSecretValue: a secret passes all of them; of the values of
 * a filter one is enough, as a prefix, and `!` before a value turns it round.
 *
 * @throws {SecretsError} `InvalidParameterException` for filters that are not of AWS's form
 * Source: docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html
 */
export function readFilters({ members }: SecretsCall): (secret: StoredSecret) => boolean {
  const filters = members['Filters'] ?? [];
  if (!Array.isArray(filters)) throw invalid();
  const tests = filters.map(readFilter);
  return (secret) => tests.every((test) => test(secret));
}

function readFilter(filter: Json): (secret: StoredSecret) => boolean {
  if (!isJsonObject(filter)) throw invalid();
  const { Key: name, Values: values } = filter;
  const key = typeof name === 'string' && Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (!key || !Array.isArray(values) || values.length === 0) throw invalid();
  const wanted = values.map((value) => {
    if (typeof value !== 'string') throw invalid();
    return value;
  });
  const fold = (text: string): string => (key.isExact ? text : text.toLowerCase());
  return (secret) => {
    const texts = key.texts(secret).map(fold);
    return wanted.some((value) => {
      const isNegated = value.startsWith('!');
      const prefix = fold(isNegated ? value.slice(1) : value);
      return texts.some((text) => text.startsWith(prefix)) !== isNegated;
    });
  };
}

function wordsOf(text: string): readonly string[] {
  return [text, ...text.split(/[\s/_=.@+-]+/)];
}

function invalid(): SecretsError {
  const keys = Object.keys(KEYS).join(', ');
  return new SecretsError(
    'InvalidParameterException',
    `Filters must be a list of Key (${keys}) and Values.`,
  );
}
