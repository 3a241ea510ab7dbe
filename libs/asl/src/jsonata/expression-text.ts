import type { Json } from '@pipelines/core';

const EXPRESSION = /^\{%(.*)%\}$/s;

/**
 * The JSONata expression inside `{% … %}`, without blanks around it, as AWS repeats it in causes.
 *
 * @returns undefined for every other value, which then stands for itself
 */
export function expressionOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? EXPRESSION.exec(value)?.[1]?.trim() : undefined;
}
