import { nodeKindOf, relationshipKindOf, type GraphProfile } from './graph-profile.ts';

/**
 * Nodes of which a load has seen that they are linked as wanted: the stages of their relationships
 * leave them alone. It lives as long as one call of the load; without it all are asked for again.
 */
export interface SeenLinks {
  /** Of the nodes. */
  readonly label: string;
  /** Types of which a node has one relationship or none; `NodeRow.ends` follows their order. */
  readonly types: readonly string[];
  readonly keys: Set<string>;
}

/** Parts of a statement that asks for the links of the node `n`. */
export interface LinkChecks {
  /** Lists of the keys of its ends: a name each. */
  readonly lists: Readonly<Record<string, string>>;
  /** True where it is linked as its list `text` says. */
  readonly condition: string;
}

/**
 * How to ask for the links of a node: `text` holds the key of each type's other end from `offset` on,
 * '' for none.
 *
 * @throws {GraphSchemaError} for a type that the profile does not have
 */
export function linkChecks(
  profile: GraphProfile,
  { label, types }: SeenLinks,
  offset: number,
): LinkChecks {
  const lists = types.map((type, index) => {
    const { from, to } = relationshipKindOf(profile, type);
    const [left, right] = from === label ? ['-', '->'] : ['<-', '-'];
    const { key } = nodeKindOf(profile, from === label ? to : from);
    return [`ends${index}`, `[(n)${left}[:${type}]${right}(end) | end.${key}]`] as const;
  });
  const conditions = lists.map(([name], index) => {
    return `size(${name}) < 2 AND coalesce(${name}[0], '') = text[${offset + index}]`;
  });
  return {
    lists: Object.fromEntries(lists),
    condition: conditions.length > 0 ? conditions.join(' AND ') : 'true',
  };
}
