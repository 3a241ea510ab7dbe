import type { Json } from '@pipelines/core';
import neo4j, { type Node, type Path, type Relationship } from 'neo4j-driver';

/**
 * A value in the plain form of cypher-shell: `"text"`, `12`, `3.0`, `TRUE`, `NULL`, `[1, 2]`,
 * `{a: 1}`, `(:Award {phase: "I"})`, `[:AWARDS]`; dates and times as ISO 8601.
 */
export function cypherText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (Array.isArray(value)) return `[${value.map(cypherText).join(', ')}]`;
  if (neo4j.isNode(value)) return nodeText(value);
  if (neo4j.isRelationship(value)) return relationshipText(value);
  if (neo4j.isPath(value)) return pathText(value);
  // Whole numbers, dates, times and points say themselves what they are.
  return isMap(value) ? mapText(value) : ownText(value);
}

/**
 * A value for a script: whole numbers as numbers where they are exact, else as text; dates and
 * times as ISO 8601; a node as {labels, properties}, a relationship as {type, properties}.
 */
export function cypherJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (Array.isArray(value)) return value.map(cypherJson);
  if (neo4j.isNode(value)) {
    return { labels: [...value.labels], properties: cypherJson(value.properties) };
  }
  if (neo4j.isRelationship(value)) {
    return { type: value.type, properties: cypherJson(value.properties) };
  }
  if (neo4j.isPath(value)) {
    const ends = value.segments.flatMap(({ relationship, end }) => [relationship, end]);
    return [value.start, ...ends].map(cypherJson);
  }
  if (!isMap(value)) return ownText(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cypherJson(item)]));
}

/** What a value of the driver's own classes says of itself. */
function ownText(value: unknown): string {
  return (value as { toString(): string }).toString();
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  // Compared by name: a driver may have made the object in another realm.
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  return prototype === null || prototype.constructor?.name === 'Object';
}

function mapText(map: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(map).map(([key, item]) => `${nameText(key)}: ${cypherText(item)}`);
  return `{${entries.join(', ')}}`;
}

function nodeText({ labels, properties }: Node): string {
  const names = labels.map((label) => `:${nameText(label)}`).join('');
  return `(${joined(names, properties)})`;
}

function relationshipText({ type, properties }: Relationship): string {
  return `[${joined(`:${nameText(type)}`, properties)}]`;
}

function pathText({ start, segments }: Path): string {
  return segments.reduce((text, { start: from, relationship, end }) => {
    const isForward = String(relationship.start) === String(from.identity);
    const middle = relationshipText(relationship);
    return `${text}${isForward ? `-${middle}->` : `<-${middle}-`}${nodeText(end)}`;
  }, nodeText(start));
}

function joined(names: string, properties: Readonly<Record<string, unknown>>): string {
  const map = Object.keys(properties).length === 0 ? '' : mapText(properties);
  return [names, map].filter((part) => part !== '').join(' ');
}

function nameText(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}
