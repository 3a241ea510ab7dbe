import type { FunctionSpec } from '@pipelines/workflows';
import { matchesPattern, placelessArn } from './match-pattern.ts';
import type { RecordedCall } from './recorded-calls.ts';
import type { FunctionRole, Grant } from './role-grants.ts';

/** What one function called, and what its role allows beyond or short of that. */
export interface FunctionPermissions {
  readonly functionName: string;
  readonly calls: readonly RecordedCall[];
  /** Calls that the role does not allow. */
  readonly missing: readonly RecordedCall[];
  /** Grants that no call needed. */
  readonly unused: readonly Grant[];
  /** Grants for what goes wrong, or seldom happens: no call needed them, and that is as it should be. */
  readonly spare: readonly Grant[];
  /** Grants of calls that the service makes for the function, which no endpoint here can see. */
  readonly unseen: readonly Grant[];
  /** False when the assembly has no such function. */
  readonly isDeployed: boolean;
}

/**
 * Actions that Lambda itself carries out in the name of the role, or that belong to services without
 * an endpoint here: logs, traces, network interfaces, keys, failed events.
 */
const UNSEEN_ACTIONS = ['logs:*', 'xray:*', 'ec2:*', 'kms:*', 'sqs:*', 'sns:*', 'cloudwatch:*'];

/** Needed when an upload fails, and to be told of a missing object that it is missing. */
const SPARE_ACTIONS: ReadonlySet<string> = new Set(['s3:AbortMultipartUpload', 's3:ListBucket']);

/**
 * Compare what functions called with what their roles allow.
 *
 * A function of the manifest is deployed under its own name or under one that ends in it, as
 * `sbir-analytics-download-csv` does.
 *
 * @returns one entry for each function that called something or is deployed, by name
 */
export function comparePermissions(
  calls: readonly RecordedCall[],
  roles: readonly FunctionRole[],
  manifest: readonly Pick<FunctionSpec, 'name' | 'rarely'>[],
): readonly FunctionPermissions[] {
  return manifest.flatMap(({ name: functionName, rarely = [] }) => {
    const own = calls.filter((call) => call.functionName === functionName);
    const role = roles.find((one) => isDeploymentOf(one.functionName, functionName));
    if (own.length === 0 && !role) return [];
    const grants = role?.grants ?? [];
    const isUnseen = ({ action }: Grant): boolean =>
      UNSEEN_ACTIONS.some((pattern) => matchesPattern(pattern, action, { ignoreCase: true }));
    const isSpare = ({ action, resource }: Grant): boolean =>
      SPARE_ACTIONS.has(action) || rarely.some((path) => resource.endsWith(`/${path}*`));
    const seen = grants.filter((grant) => !isUnseen(grant));
    const idle = seen.filter((grant) => !own.some((call) => allows(grant, call)));
    return [
      {
        functionName,
        calls: own,
        missing: own.filter((call) => !grants.some((grant) => allows(grant, call))),
        unused: idle.filter((grant) => !isSpare(grant)),
        spare: idle.filter(isSpare),
        unseen: grants.filter(isUnseen),
        isDeployed: role !== undefined,
      },
    ];
  });
}

function isDeploymentOf(deployedName: string, functionName: string): boolean {
  return deployedName === functionName || deployedName.endsWith(`-${functionName}`);
}

function allows(grant: Grant, call: RecordedCall): boolean {
  return (
    matchesPattern(grant.action, call.action, { ignoreCase: true }) &&
    matchesPattern(grant.resource, placelessArn(call.resource), { ignoreCase: false })
  );
}
