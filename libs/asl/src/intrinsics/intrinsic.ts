import type { Json } from '@pipelines/core';

/** How many arguments each intrinsic function takes: least and most. */
export const INTRINSIC_ARITIES = {
  'States.Array': [0, Infinity],
  'States.ArrayContains': [2, 2],
  'States.ArrayGetItem': [2, 2],
  'States.ArrayLength': [1, 1],
  'States.ArrayPartition': [2, 2],
  'States.ArrayRange': [3, 3],
  'States.ArrayUnique': [1, 1],
  'States.Base64Decode': [1, 1],
  'States.Base64Encode': [1, 1],
  'States.Format': [1, Infinity],
  'States.Hash': [2, 2],
  'States.JsonMerge': [3, 3],
  'States.JsonToString': [1, 1],
  'States.MathAdd': [2, 2],
  'States.MathRandom': [2, 3],
  'States.StringSplit': [2, 2],
  'States.StringToJson': [1, 1],
  'States.UUID': [0, 0],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type IntrinsicName = keyof typeof INTRINSIC_ARITIES;

/** A call of an intrinsic function and its arguments. */
export interface IntrinsicCall {
  readonly kind: 'call';
  readonly name: IntrinsicName;
  readonly args: readonly IntrinsicArgument[];
}

/** `raw` of a text keeps its escapes: States.Format must tell `{}` from `\{\}`. */
export type IntrinsicArgument =
  | IntrinsicCall
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'text'; readonly raw: string }
  | { readonly kind: 'value'; readonly value: Json };

/** A text between quotes with its escapes taken away: `\'` `\{` `\}` `\\`. */
export function unescapeText(raw: string): string {
  return raw.replace(/\\(['{}\\])/g, '$1');
}
