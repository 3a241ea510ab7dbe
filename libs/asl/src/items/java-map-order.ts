/**
 * The order in which Java's `HashMap` hands out these keys.
 *
 * Step Functions keeps the fields of a CSV row in one, and its JSON text shows it.
 *
 * @param keys - without repetitions, in the order in which they are put in
 */
export function javaMapOrder(keys: readonly string[]): readonly string[] {
  let buckets = 16;
  while (keys.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (key: string): number => spread(hashCode(key)) & (buckets - 1);
  return keys.toSorted((left, right) => bucketOf(left) - bucketOf(right));
}

/** Java's `String.hashCode`. */
function hashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
