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
  manifestNames: readonly string[],
): readonly FunctionPermissions[] {
  return manifestNames.flatMap((functionName) => {
    const own = calls.filter((call) => call.functionName === functionName);
    const role = roles.find((one) => isDeploymentOf(one.functionName, functionName));
    if (own.length === 0 && !role) return [];
    const grants = role?.grants ?? [];
    const isUnseen = ({ action }: Grant): boolean =>
      UNSEEN_ACTIONS.some((pattern) => matchesPattern(pattern, action, { ignoreCase: true }));
    return [
      {
        functionName,
        calls: own,
        missing: own.filter((call) => !grants.some((grant) => allows(grant, call))),
        unused: grants.filter(
          (grant) => !isUnseen(grant) && !own.some((call) => allows(grant, call)),
        ),
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
