import type { Json } from '@pipelines/core';
import { EvaluationError } from '../errors.ts';
import { findPath } from '../paths/evaluate-path.ts';
import { parsePath } from '../paths/parse-path.ts';
import type { Host, Scope } from '../scope.ts';
import { formatText } from './format-text.ts';
import { type IntrinsicArgument, type IntrinsicCall, unescapeText } from './intrinsic.ts';
import { callIntrinsic } from './intrinsic-functions.ts';
import { InvalidArgumentsError } from './invalid-arguments-error.ts';
import { parseIntrinsic } from './parse-intrinsic.ts';

/**
 * Evaluate a call of an intrinsic function.
 *
 * @param text - `States.Name(…)`; the messages of failures quote it as a whole
 * @param host - chance, identity and hashing for MathRandom, UUID and Hash
 * @throws {EvaluationError} `States.Runtime` when an argument path selects nothing or a function
 * refuses its arguments
 * @throws {AslSyntaxError} when `text` is not a call
 * Source: docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function evaluateIntrinsic(text: string, scope: Scope, host: Host): Json {
  const call = parseIntrinsic(text);
  try {
    return evaluateCall(call, scope, host);
  } catch (error) {
    if (!(error instanceof InvalidArgumentsError)) throw error;
    throw new EvaluationError(
      'States.Runtime',
      `The function '${text}' had the following error: ${error.message}`,
    );
  }
}

function evaluateCall(call: IntrinsicCall, scope: Scope, host: Host): Json {
  if (call.name === 'States.Format') return evaluateFormat(call.args, scope, host);
  const args = call.args.map((arg) => evaluateArgument(arg, scope, host));
  return callIntrinsic(call.name, args, host);
}

function evaluateArgument(arg: IntrinsicArgument, scope: Scope, host: Host): Json {
  switch (arg.kind) {
    case 'call':
      return evaluateCall(arg, scope, host);
    case 'path':
      return evaluatePathArgument(arg.path, scope);
    case 'text':
      return unescapeText(arg.raw);
    case 'value':
      return arg.value;
  }
}

function evaluatePathArgument(path: string, scope: Scope): Json {
  const result = findPath(path, scope);
  if ('value' in result) return result.value;
  const searched = parsePath(path).root.kind === 'context' ? scope.context : scope.input;
  throw new InvalidArgumentsError(
    `The JsonPath argument for the field '${path}' could not be found in the input ` +
      `'${JSON.stringify(searched)}'`,
  );
}

/** The template keeps its escapes, so that `\{` prints a brace and does not open a place. */
function evaluateFormat(args: readonly IntrinsicArgument[], scope: Scope, host: Host): Json {
  const [template, ...values] = args;
  if (template === undefined) throw new InvalidArgumentsError('Invalid arguments in States.Format');
  const text = template.kind === 'text' ? template.raw : evaluateArgument(template, scope, host);
  return formatText(
    text,
    values.map((value) => evaluateArgument(value, scope, host)),
  );
}
