/** Stages that Secrets Manager moves by itself. */
export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';

/** One value of a secret. Exactly one of the two forms is there. */
export interface SecretVersion {
  readonly id: string;
  readonly stages: readonly string[];
  readonly createdMs: number;
  readonly text?: string;
  /** Base64. */
  readonly binary?: string;
}

export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly createdMs: number;
  readonly changedMs: number;
  /** When it goes for ever; undefined while it is not deleted. */
  readonly deleteAtMs?: number | undefined;
  readonly versions: readonly SecretVersion[];
}

/**
 * Add a version and move stages to it: a stage is on one version at a time, the one that loses
 * AWSCURRENT gets AWSPREVIOUS, and a version without any stage is gone.
 */
export function addVersion(secret: StoredSecret, added: SecretVersion): StoredSecret {
  const losesCurrent = (version: SecretVersion): boolean =>
    added.stages.includes(CURRENT) && version.stages.includes(CURRENT);
  const isReplaced = secret.versions.some(losesCurrent);
  const older = secret.versions.map((version) => {
    const kept = version.stages.filter(
      (stage) => !added.stages.includes(stage) && !(stage === PREVIOUS && isReplaced),
    );
    return { ...version, stages: losesCurrent(version) ? [...kept, PREVIOUS] : kept };
  });
  const staged = older.filter(({ stages }) => stages.length > 0);
  return { ...secret, changedMs: added.createdMs, versions: [...staged, added] };
}

/** Whether two versions hold one value: then a second request is the first one, retried. */
export function hasSameValue(a: SecretVersion, b: SecretVersion): boolean {
  return a.text === b.text && a.binary === b.binary;
}
