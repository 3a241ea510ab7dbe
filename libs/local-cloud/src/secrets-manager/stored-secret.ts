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

/** Secrets Manager keeps about so many; the oldest of those without a stage go first. */
const MOST_VERSIONS = 100;

/**
 * Add a version and move stages to it: a stage is on one version at a time, and the one that loses
 * AWSCURRENT gets AWSPREVIOUS. A version without any stage is deprecated, and can be read by its id
 * as long as it is kept.
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
  const changedMs = added.createdMs;
  return { ...secret, changedMs, versions: withoutOldest([...older, added]) };
}

function withoutOldest(versions: readonly SecretVersion[]): readonly SecretVersion[] {
  if (versions.length <= MOST_VERSIONS) return versions;
  const oldest = versions.find(({ stages }) => stages.length === 0);
  return versions.filter((version) => version !== oldest);
}

/**
 * Take a stage from the version that has it, and put it on another one, where one is named.
 *
 * @param to - id of a version that is there
 */
export function moveStage(
  secret: StoredSecret,
  stage: string,
  { to, nowMs }: { readonly to: string | undefined; readonly nowMs: number },
): StoredSecret {
  const from = secret.versions.find(({ stages }) => stages.includes(stage))?.id;
  const hasNewCurrent = stage === CURRENT && to !== undefined && to !== from;
  const versions = secret.versions.map((version) => {
    const kept = version.stages.filter(
      (one) => one !== stage && !(one === PREVIOUS && hasNewCurrent),
    );
    const given = version.id === to ? [stage] : [];
    const lost = hasNewCurrent && version.id === from ? [PREVIOUS] : [];
    return { ...version, stages: [...kept, ...given, ...lost] };
  });
  return { ...secret, changedMs: nowMs, versions };
}

/** Whether two versions hold one value: then a second request is the first one, retried. */
export function hasSameValue(a: SecretVersion, b: SecretVersion): boolean {
  return a.text === b.text && a.binary === b.binary;
}
