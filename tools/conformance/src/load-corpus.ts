import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusCase } from './corpus-case.ts';

/** A line of the corpus' index. */
interface IndexEntry {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
}

const KINDS: ReadonlySet<string> = new Set([
  'execution',
  'sync-execution',
  'express-async',
  'validation',
  'test-state',
  'api',
]);

/** How the cases are chosen, in words, for the report. */
export const SELECTION =
  'kind `execution`, `sync-execution`, `express-async`, `validation`, `test-state` or `api`';

/**
 * The cases of a corpus folder that are in scope: see {@link SELECTION}.
 *
 * @param folder - holds `asl/index.json`
 * @returns `undefined` when there is no corpus
 */
export function loadCorpus(folder: string): readonly CorpusCase[] | undefined {
  const asl = join(folder, 'asl');
  if (!existsSync(join(asl, 'index.json'))) return undefined;
  const index = readJson(join(asl, 'index.json')) as { readonly cases: readonly IndexEntry[] };
  return index.cases.filter(isCandidate).map(({ file }) => readJson(join(asl, file)) as CorpusCase);
}

function isCandidate({ kind }: IndexEntry): boolean {
  return KINDS.has(kind);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
