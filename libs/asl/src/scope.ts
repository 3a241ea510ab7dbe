import type { Json } from '@pipelines/core';

/**
 * What an expression of a state can see.
 *
 * `input` is what `$` means: the state's effective input for Parameters and Choice, the raw result
 * for ResultSelector. `context` is what `$$` means. `variables` is what `$name` means.
 */
export interface Scope {
  readonly input: Json;
  readonly context: Json;
  readonly variables?: Readonly<Record<string, Json>>;
}

/** The hash functions that `States.Hash` accepts, as Step Functions spells them. */
export type HashAlgorithm = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** What the interpreter cannot do by itself and still stay pure: chance, identity and hashing. */
export interface Host {
  /** Uniform in [0, 1). */
  random(): number;
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** Lower-case hexadecimal digest of the UTF-8 bytes of `text`. */
  hash(algorithm: HashAlgorithm, text: string): string;
  /** Whether an activity is known; a world that does not say knows all of them. */
  activityExists?(arn: string): boolean;
}
