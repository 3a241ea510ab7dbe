import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { invalidParameter, LambdaError } from './lambda-error.ts';

/** `FunctionName` as Lambda writes it in refusals: `functionName`. */
function shownName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

/** @throws {LambdaError} always: the member is missing, or not of this type */
function refuseType(member: string, value: Json | undefined, type: string): never {
  if (value === undefined || value === null) {
    throw invalidParameter(shownName(member), 'null', 'Member must not be null');
  }
  throw new LambdaError(
    'InvalidRequestContentException',
    `Could not parse request body into json: ${member} is not ${type}`,
  );
}

/**
 * A text of a request.
 *
 * @param rule - what it must look like, and what it is when it is missing; without `preset` it is
 *   required
 * @throws {LambdaError} `ValidationException`, `InvalidRequestContentException`
 */
export function textMember(
  members: JsonObject,
  member: string,
  rule: { readonly pattern?: RegExp; readonly longest?: number; readonly preset?: string } = {},
): string {
  const value = members[member] ?? rule.preset;
  if (typeof value !== 'string') return refuseType(member, value, 'a string');
  const { pattern, longest = Infinity } = rule;
  if (value.length > longest) {
    const constraint = `Member must have length less than or equal to ${longest}`;
    throw invalidParameter(shownName(member), value, constraint);
  }
  if (pattern && !pattern.test(value)) {
    const source = pattern.source.replace(/^\^/, '').replace(/\$$/, '');
    const constraint = `Member must satisfy regular expression pattern: ${source}`;
    throw invalidParameter(shownName(member), value, constraint);
  }
  return value;
}

/**
 * A whole number of a request within its bounds.
 *
 * @throws {LambdaError} `ValidationException`, `InvalidRequestContentException`
 */
export function countMember(
  members: JsonObject,
  member: string,
  {
    least,
    most,
    preset,
  }: { readonly least: number; readonly most: number; readonly preset: number },
): number {
  const value = members[member] ?? preset;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return refuseType(member, value, 'a whole number');
  }
  if (value >= least && value <= most) return value;
  const bound =
    value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw invalidParameter(shownName(member), String(value), `Member must have value ${bound}`);
}

/** A flag of a request; false when it is missing. @throws {LambdaError} when it is none */
export function flagMember(members: JsonObject, member: string): boolean {
  const value = members[member] ?? false;
  return typeof value === 'boolean' ? value : refuseType(member, value, 'a boolean');
}

/** An object of a request; undefined when it is missing. @throws {LambdaError} when it is none */
export function objectMember(members: JsonObject, member: string): JsonObject | undefined {
  const value = members[member] ?? undefined;
  if (value === undefined || isJsonObject(value)) return value;
  return refuseType(member, value, 'an object');
}

/** Texts by key; none when the member is missing. @throws {LambdaError} when a value is no text */
export function textsMember(members: JsonObject, member: string): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(objectMember(members, member) ?? {})) {
    if (typeof value !== 'string') return refuseType(`${member}.${name}`, value, 'a string');
    texts.push([name, value]);
  }
  return Object.fromEntries(texts);
}

/**
 * Refuse what would need more of Lambda than there is, rather than leave it out unseen.
 *
 * @param known - members that are read
 * @throws {LambdaError} `InvalidParameterValueException` names the first other one
 */
export function refuseOtherMembers(members: JsonObject, known: readonly string[]): void {
  const other = Object.keys(members).find(
    (member) => !known.includes(member) && !isEmpty(members[member]),
  );
  if (other === undefined) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `The simulator’s functions have no ${other}; leave it out. They take: ${known.join(', ')}`,
  );
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.values(value).every(isEmpty);
}
