import { readTags } from '../read-tags.ts';
import { requireLiveSecret, type SecretsCall, type SecretsOperation } from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';

/** TagResource: new tags, and new values of those that are there. */
export const tagResource: SecretsOperation = async (call) => {
  const secret = await requireLiveSecret(call);
  const added = readTags(call);
  const kept = secret.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
  await call.store.put({ ...secret, tags: [...kept, ...added] });
  return {};
};

/** UntagResource: tags that are not there are no error. */
export const untagResource: SecretsOperation = async (call) => {
  const secret = await requireLiveSecret(call);
  const keys = readKeys(call);
  const tags = secret.tags.filter(({ Key }) => !keys.includes(Key));
  await call.store.put({ ...secret, tags });
  return {};
};

function readKeys({ members }: SecretsCall): readonly unknown[] {
  const keys = members['TagKeys'];
  if (Array.isArray(keys) && keys.every((key) => typeof key === 'string')) return keys;
  throw new SecretsError('InvalidParameterException', 'TagKeys must be a list of keys.');
}
