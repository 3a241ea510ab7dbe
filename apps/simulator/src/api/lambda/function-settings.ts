import type { JsonObject } from '@pipelines/core';
import type { FunctionSettings } from '../../functions/created-functions.ts';
import { runtimeCommand, RuntimeUnavailableError } from '../../functions/runtimes.ts';
import { invalidParameter, LambdaError } from './lambda-error.ts';
import {
  countMember,
  objectMember,
  refuseOtherMembers,
  textMember,
  textsMember,
} from './request-members.ts';

const KNOWN = [
  'Architectures',
  'Code',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FunctionName',
  'Handler',
  'MemorySize',
  'PackageType',
  'Role',
  'Runtime',
  'Tags',
  'Timeout',
];
const ROLE = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const VARIABLE = /^[a-zA-Z][a-zA-Z0-9_]+$/;
/** All variables with their values. */
const VARIABLES_LIMIT_BYTES = 4_096;
/** Lambda sets these itself. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'LAMBDA_TASK_ROOT',
]);

/**
 * What CreateFunction says of a function, beside its name and its code.
 *
 * @throws {LambdaError} `ValidationException` for a member that breaks a rule of the API,
 *   `InvalidParameterValueException` for one that the simulator does not have or cannot run
 * Source: docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export function readSettings(
  members: JsonObject,
  owner: { readonly name: string; readonly accountId: string },
): FunctionSettings {
  refuseOtherMembers(members, KNOWN);
  const packageType = textMember(members, 'PackageType', { preset: 'Zip' });
  if (packageType !== 'Zip') throw unsupported(`packages of type ${packageType}`);
  return {
    ...owner,
    role: textMember(members, 'Role', { pattern: ROLE }),
    runtime: readRuntime(members),
    handler: textMember(members, 'Handler', { pattern: /^[^\s]+$/, longest: 128 }),
    description: textMember(members, 'Description', { longest: 256, preset: '' }),
    timeoutSeconds: countMember(members, 'Timeout', { least: 1, most: 900, preset: 3 }),
    memoryMb: countMember(members, 'MemorySize', { least: 128, most: 10_240, preset: 128 }),
    ephemeralMb: countMember(objectMember(members, 'EphemeralStorage') ?? {}, 'Size', {
      least: 512,
      most: 10_240,
      preset: 512,
    }),
    architectures: readArchitectures(members),
    environment: readVariables(members),
    tags: textsMember(members, 'Tags'),
  };
}

/** One that a program of this machine runs. */
function readRuntime(members: JsonObject): string {
  const runtime = textMember(members, 'Runtime', { longest: 64 });
  try {
    runtimeCommand(runtime);
    return runtime;
  } catch (error) {
    if (!(error instanceof RuntimeUnavailableError)) throw error;
    throw new LambdaError('InvalidParameterValueException', error.message);
  }
}

/** The processor is this machine's, whatever the function says; only zips with binaries notice. */
function readArchitectures(members: JsonObject): readonly string[] {
  const value = members['Architectures'] ?? ['x86_64'];
  const isKnown = Array.isArray(value) && (value[0] === 'x86_64' || value[0] === 'arm64');
  if (isKnown && value.length === 1) return value as readonly string[];
  const set = 'Member must satisfy enum value set: [x86_64, arm64]';
  throw invalidParameter('architectures', JSON.stringify(value), set);
}

function readVariables(members: JsonObject): Readonly<Record<string, string>> {
  const variables = textsMember(objectMember(members, 'Environment') ?? {}, 'Variables');
  const names = Object.keys(variables);
  const reserved = names.filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw variablesRefused(
      `contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  for (const name of names) {
    if (VARIABLE.test(name)) continue;
    const constraint = `Member must satisfy regular expression pattern: ${VARIABLE.source.slice(1, -1)}`;
    throw invalidParameter('environment.variables', name, constraint);
  }
  const sizeBytes = Buffer.byteLength(JSON.stringify(variables));
  if (sizeBytes > VARIABLES_LIMIT_BYTES) throw variablesRefused('exceeded the 4KB limit.');
  return variables;
}

function variablesRefused(reason: string): LambdaError {
  return new LambdaError(
    'InvalidParameterValueException',
    `Lambda was unable to configure your environment variables because the environment variables you have provided ${reason}`,
  );
}

function unsupported(what: string): LambdaError {
  return new LambdaError(
    'InvalidParameterValueException',
    `The simulator has no ${what}; it takes a zip in Code.ZipFile`,
  );
}
