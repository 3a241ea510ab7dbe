import { GraphSchemaError } from './graph-errors.ts';

/** What a property holds. A date is 'YYYY-MM-DD' here and a date in the graph; strings are a list. */
export type PropertyType = 'string' | 'integer' | 'float' | 'boolean' | 'date' | 'strings';

/** One kind of node: its label, the property that identifies it, and what it may carry. */
export interface NodeKind {
  readonly label: string;
  /** A string property, unique by constraint. */
  readonly key: string;
  /** Supplied with each row; the key is not repeated here. */
  readonly properties: Readonly<Record<string, PropertyType>>;
  /** Properties with an index of their own. */
  readonly indexes?: readonly string[];
  /** Properties that the load keeps itself, by their names in the graph. */
  readonly bookkeeping?: {
    /** Of the supplied properties: equal means that nothing has changed. */
    readonly rowHash: string;
    /** Date of the vintage that brought the node. */
    readonly firstSeen: string;
    /** Date of the vintage that no longer held it; absent while it lives. */
    readonly removedIn: string;
  };
}

/** One kind of relationship, between two kinds of node. At most one between two nodes. */
export interface RelationshipKind {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly properties: Readonly<Record<string, PropertyType>>;
}

/** What a graph consists of. It drives schema, load, sweep, reset and checks alike. */
export interface GraphProfile {
  readonly name: string;
  readonly nodes: readonly NodeKind[];
  readonly relationships: readonly RelationshipKind[];
}

/** Nodes of a label, or those of them that a property puts into one of these groups. */
export interface NodeSelection {
  readonly label: string;
  readonly where?: { readonly property: string; readonly isOneOf: readonly string[] };
}

/** Names become part of Cypher statements, where no parameter can stand for them. */
const NAME = /^_{0,2}[A-Za-z][A-Za-z0-9_]{0,60}$/;

/**
 * Check a profile once, where it is written down.
 *
 * @throws {GraphSchemaError} for a name that is none, a key or index that is no property, an end
 *   of a relationship that is no node kind, and a kind that is there twice
 */
export function defineGraphProfile<Profile extends GraphProfile>(profile: Profile): Profile {
  const problem = [...profile.nodes.map(problemOfNode), problemOfEnds(profile)].find(Boolean);
  if (problem) throw new GraphSchemaError(`Graph profile "${profile.name}": ${problem}`);
  return profile;
}

/** The node kind with this label. @throws {GraphSchemaError} when the profile has none */
export function nodeKindOf(profile: GraphProfile, label: string): NodeKind {
  const kind = profile.nodes.find((one) => one.label === label);
  if (!kind) throw new GraphSchemaError(`Graph profile "${profile.name}" has no "${label}"`);
  return kind;
}

/** The relationship kind with this type. @throws {GraphSchemaError} when the profile has none */
export function relationshipKindOf(profile: GraphProfile, type: string): RelationshipKind {
  const kind = profile.relationships.find((one) => one.type === type);
  if (!kind) throw new GraphSchemaError(`Graph profile "${profile.name}" has no "${type}"`);
  return kind;
}

/**
 * The condition of a selection on the nodes called `name`, and its parameter.
 *
 * @throws {GraphSchemaError} for a label or property that the profile does not have
 */
export function conditionOf(
  profile: GraphProfile,
  { label, where }: NodeSelection,
  name: string,
): { readonly condition: string; readonly parameters: Readonly<Record<string, unknown>> } {
  const { properties } = nodeKindOf(profile, label);
  if (!where) return { condition: 'true', parameters: {} };
  const property = propertyOf(properties, where.property);
  return { condition: `${name}.${property} IN $groups`, parameters: { groups: where.isOneOf } };
}

/**
 * A name becomes part of a statement only when the profile has it.
 *
 * @throws {GraphSchemaError}
 */
export function propertyOf(properties: NodeKind['properties'], name: string): string {
  if (!Object.hasOwn(properties, name)) throw new GraphSchemaError(`No property "${name}"`);
  return name;
}

function problemOfNode(kind: NodeKind): string | undefined {
  const kept = Object.values(kind.bookkeeping ?? {});
  const names = [kind.key, ...Object.keys(kind.properties), ...kept];
  const bad = [kind.label, ...names].find((name) => !NAME.test(name));
  if (bad !== undefined) return `"${bad}" is no name for a label or property`;
  if (new Set(names).size < names.length) return `"${kind.label}" has a property twice`;
  const unknown = kind.indexes?.find((name) => !names.includes(name));
  return unknown && `index on "${unknown}", which "${kind.label}" does not have`;
}

function problemOfEnds({ nodes, relationships }: GraphProfile): string | undefined {
  const labels = nodes.map(({ label }) => label);
  const types = relationships.map(({ type }) => type);
  if (new Set(labels).size < labels.length) return 'a label is there twice';
  if (new Set(types).size < types.length) return 'a relationship type is there twice';
  for (const { type, from, to, properties } of relationships) {
    const bad = [type, ...Object.keys(properties)].find((name) => !NAME.test(name));
    if (bad !== undefined) return `"${bad}" is no name for a relationship or its property`;
    const end = [from, to].find((label) => !labels.includes(label));
    if (end !== undefined) return `"${type}" ends at "${end}", which is no node kind`;
  }
  return undefined;
}
