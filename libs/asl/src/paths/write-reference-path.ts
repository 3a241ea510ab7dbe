import { isJsonObject, type Json } from '@pipelines/core';
import { AslSyntaxError, EvaluationError } from '../errors.ts';
import { parsePath } from './parse-path.ts';
import type { PathToken } from './path.ts';

/** A way to one place: property names and array indexes. */
type Way = readonly (string | number)[];

/**
 * Put `value` where `path` points in `target`: what ResultPath does.
 *
 * Objects on the way that are missing are created; an array takes an index that it has, or the
 * first one behind its end. `target` is not modified: the parts on the way are copied, the rest is
 * shared.
 *
 * @param path - a Reference Path: `$`, `$.a.b`, `$.a[0]`
 * @returns the changed document; `value` itself when the path is `$`
 * @throws {EvaluationError} `States.ResultPathMatchFailure` when the target has no such place
 * @throws {AslSyntaxError} when `path` is not a Reference Path
 */
export function writeReferencePath(target: Json, path: string, value: Json): Json {
  const way = parseReferencePath(path);
  const written = write(target, way, value);
  if (written !== undefined) return written;
  throw new EvaluationError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path} to input ${JSON.stringify(target)}`,
  );
}

/**
 * The steps of a Reference Path: a path on the input that can point to one place only.
 *
 * @throws {AslSyntaxError} for wildcards, filters, slices, `..`, functions, `$$` and variables
 */
export function parseReferencePath(path: string): Way {
  const { root, tokens } = parsePath(path);
  if (root.kind !== 'input') throw new AslSyntaxError(`"${path}" is not a Reference Path`);
  return tokens.map((token) => {
    const [step] = isReferenceToken(token) ? stepsOf(token) : [];
    if (step === undefined) throw new AslSyntaxError(`"${path}" is not a Reference Path`);
    return step;
  });
}

/** True for a step that points to one place: one property, or one element. */
export function isReferenceToken(token: PathToken): boolean {
  return stepsOf(token).length === 1;
}

function stepsOf(token: PathToken): Way {
  if (token.kind === 'property') return token.names;
  return token.kind === 'index' ? token.indexes : [];
}

/** The copy of `node` with `value` in its place; undefined when `node` cannot hold the next step. */
function write(node: Json | undefined, way: Way, value: Json): Json | undefined {
  const [step, ...rest] = way;
  if (step === undefined) return value;
  if (typeof step === 'number') return writeElement(node, [step, ...rest], value);
  if (node !== undefined && !isJsonObject(node)) return undefined;
  const child = node && Object.hasOwn(node, step) ? node[step] : undefined;
  const written = write(child, rest, value);
  return written === undefined ? undefined : withProperty(node ?? {}, step, written);
}

function writeElement(
  node: Json | undefined,
  [index, ...rest]: readonly [number, ...Way],
  value: Json,
): Json | undefined {
  if (!Array.isArray(node) || index < 0 || index > node.length) return undefined;
  const written = write(node[index], rest, value);
  if (written === undefined) return undefined;
  const copy = [...node];
  copy[index] = written;
  return copy;
}

/** Object spread and assignment would set the prototype for a key named `__proto__`. */
function withProperty(node: Record<string, Json>, name: string, value: Json): Json {
  return name === '__proto__'
    ? Object.fromEntries([...Object.entries(node), [name, value]])
    : { ...node, [name]: value };
}
