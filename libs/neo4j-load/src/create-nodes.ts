import type { GraphTransaction } from './connect-graph.ts';
import type { NodeKind, PropertyType } from './graph-profile.ts';
import type { NodeRow } from './node-rows.ts';
import { toGraphDate, toGraphValues, type PropertyValues } from './property-values.ts';
import { toTextLines } from './text-lines.ts';

/** Nodes that are not in the graph. */
export interface NewNodes {
  readonly kind: NodeKind;
  readonly rows: readonly NodeRow[];
  /** In the order of the rows. */
  readonly values: readonly PropertyValues[];
  /** 'YYYY-MM-DD', the first-seen date. */
  readonly vintage: string;
  /** CREATE costs the server less, and fails where another load was faster. */
  readonly how: 'CREATE' | 'MERGE';
}

/**
 * Create nodes in one statement, each with all its properties.
 *
 * SET = replaces everything: where another load was faster, the node is one row's, not a mixture.
 * Every property but a list goes as text, and the server makes of it what it is.
 *
 * @returns how many were created
 * @throws {GraphValueError} before anything is sent
 */
export async function createNodes(
  transaction: GraphTransaction,
  { kind, rows, values, vintage, how }: NewNodes,
): Promise<number> {
  if (rows.length === 0) return 0;
  const { properties, label } = kind;
  const encoded = values.map((one) => toGraphValues(one, properties, label));
  const { texts: textNames, lists: listNames } = namesOf(kind);
  const { lines, separator, absent } = toTextLines(
    rows.map(({ key, rowHash }, index) => [
      ...[key, rowHash],
      ...textNames.map((name) => asText(encoded[index]?.[name])),
    ]),
  );
  const { writes } = await transaction.run(statementOf(kind, how), {
    rows: lines.map((line, index) => [
      line,
      ...listNames.map((name) => encoded[index]?.[name] ?? null),
    ]),
    ...{ separator, absent, firstSeen: toGraphDate(vintage, label) },
  });
  return writes.nodesCreated;
}

const namesOf = ({ properties }: NodeKind): Record<'texts' | 'lists', readonly string[]> => {
  const names = Object.keys(properties);
  return {
    texts: names.filter((name) => properties[name] !== 'strings'),
    lists: names.filter((name) => properties[name] === 'strings'),
  };
};

/** A value as the driver has it; its dates print themselves as the server reads them. */
const asText = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : `${value as bigint}`;

function statementOf(kind: NodeKind, how: NewNodes['how']): string {
  const { label, key, properties, bookkeeping } = kind;
  const { texts, lists } = namesOf(kind);
  const values = [
    `${key}: text[0]`,
    ...(bookkeeping
      ? [`${bookkeeping.rowHash}: text[1]`, `${bookkeeping.firstSeen}: $firstSeen`]
      : []),
    ...texts.map((name, index) => {
      return `${name}: ${converted(`text[${index + 2}]`, properties[name] ?? 'string')}`;
    }),
    ...lists.map((name, index) => `${name}: row[${index + 1}]`),
  ];
  const node = how === 'CREATE' ? `(n:${label})` : `(n:${label} {${key}: text[0]})`;
  return `UNWIND $rows AS row WITH row, split(row[0], $separator) AS text
    ${how} ${node} SET n = {${values.join(', ')}}`;
}

/** The mark of an absent value is neither a number nor a truth value: they become null by themselves. */
function converted(text: string, type: PropertyType): string {
  const orNull = `CASE ${text} WHEN $absent THEN null ELSE ${text} END`;
  switch (type) {
    case 'integer':
      return `toInteger(${text})`;
    case 'float':
      return `toFloat(${text})`;
    case 'boolean':
      return `toBoolean(${text})`;
    case 'date':
      return `date(${orNull})`;
    default:
      return orNull;
  }
}
