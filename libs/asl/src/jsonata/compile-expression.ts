import jsonata from 'jsonata';
import { AslSyntaxError } from '../errors.ts';
import { memoizeByText } from '../memoize-by-text.ts';

/** An expression that runs longer has no end. */
const MOST_MS = 5_000;
const MOST_DEPTH = 1_000;

/**
 * Parse an expression as JSONata 2.0.6 does, which is what Step Functions runs.
 *
 * The library is newer: its operators `??` and `?:` are refused with the words of 2.0.6.
 *
 * @throws {AslSyntaxError} with JSONata's code and message: `S0207: Unexpected end of expression`
 * Source: Step Functions developer guide, "Transforming data with JSONata"
 */
export const compileExpression = memoizeByText((expression: string): jsonata.Expression => {
  const compiled = parse(expression);
  const operator = findNewOperator(compiled.ast(), expression);
  if (operator === undefined) return compiled;
  throw new AslSyntaxError(`S0211: The symbol "${operator}" cannot be used as a unary operator`);
});

function parse(expression: string): jsonata.Expression {
  try {
    return jsonata(expression, { timeout: MOST_MS, stack: MOST_DEPTH });
  } catch (error) {
    throw new AslSyntaxError(describeJsonataError(error));
  }
}

/** `CODE: message` of what JSONata throws, which is not always an Error. */
export function describeJsonataError(error: unknown): string {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  const text = typeof message === 'string' ? message : String(error);
  return typeof code === 'string' ? `${code}: ${text}` : text;
}

/** The position of a condition is the end of its operator: `?`, or one of the newer two. */
function findNewOperator(node: unknown, source: string): string | undefined {
  if (node === null || typeof node !== 'object') return undefined;
  const { type, position } = node as { readonly type?: unknown; readonly position?: unknown };
  if (type === 'condition' && typeof position === 'number') {
    const text = source.slice(position - 2, position);
    if (text === '??' || text === '?:') return text.slice(1);
  }
  for (const child of Object.values(node)) {
    const found = findNewOperator(child, source);
    if (found !== undefined) return found;
  }
  return undefined;
}
