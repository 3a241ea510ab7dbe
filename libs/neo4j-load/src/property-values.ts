import neo4j from 'neo4j-driver';
import { GraphValueError } from './graph-errors.ts';
import type { PropertyType } from './graph-profile.ts';

/** A value as a row supplies it; a date is 'YYYY-MM-DD'. Undefined and null mean absent. */
export type PropertyValue =
  string | number | bigint | boolean | readonly string[] | null | undefined;

/** Values of one node or relationship, by property. */
export type PropertyValues = Readonly<Record<string, PropertyValue>>;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Values as the driver sends them: whole numbers as integers, dates as dates, absent ones left out.
 *
 * @param owner - label or type, for the message
 * @throws {GraphValueError} for a value of another type and for a property that the kind does not
 *   have; the message names the property, never the value
 */
export function toGraphValues(
  values: PropertyValues,
  types: Readonly<Record<string, PropertyType>>,
  owner: string,
): Record<string, unknown> {
  const encoded: Record<string, unknown> = {};
  for (const name of Object.keys(values)) {
    const value = values[name];
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) throw new GraphValueError(`"${owner}" has no property "${name}"`);
    if (value === undefined || value === null) continue;
    const graphValue = encode(value, type);
    if (graphValue === undefined) {
      throw new GraphValueError(`"${name}" of "${owner}" holds something else than a ${type}`);
    }
    encoded[name] = graphValue;
  }
  return encoded;
}

/** 'YYYY-MM-DD' as a date of the graph. @throws {GraphValueError} when it is none */
export function toGraphDate(text: string, owner: string): unknown {
  return toGraphValues({ date: text }, { date: 'date' }, owner)['date'];
}

/** Whether the graph holds `stored` where a row says `supplied`; both as the driver has them. */
export function isSameValue(stored: unknown, supplied: unknown): boolean {
  if (neo4j.isDate(stored) && neo4j.isDate(supplied)) {
    return String(stored) === String(supplied);
  }
  if (Array.isArray(stored) && Array.isArray(supplied)) {
    return (
      stored.length === supplied.length && stored.every((one, index) => one === supplied[index])
    );
  }
  return Object.is(stored ?? undefined, supplied ?? undefined);
}

function encode(value: NonNullable<PropertyValue>, type: PropertyType): unknown {
  switch (type) {
    case 'integer':
      if (typeof value === 'bigint') return value;
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
    case 'float':
      // -0 and 0 are one value in the graph.
      return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined;
    case 'date':
      return typeof value === 'string' ? dateOf(value) : undefined;
    case 'strings':
      return isListOfStrings(value) ? value : undefined;
    default:
      return typeof value === type ? value : undefined;
  }
}

function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Dates come again and again: an award file of 219 500 has some 15 000. */
const knownDates = new Map<string, unknown>();
const MOST_KNOWN_DATES = 20_000;

function dateOf(text: string): unknown {
  const known = knownDates.get(text);
  if (known !== undefined) return known;
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const isReal = new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(text);
  if (!isReal) return undefined;
  const date = new neo4j.types.Date(year, month, day);
  if (knownDates.size === MOST_KNOWN_DATES) knownDates.clear();
  knownDates.set(text, date);
  return date;
}
