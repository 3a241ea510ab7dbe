import { listVariableReferences } from '@pipelines/asl';
import type { Json, JsonObject } from '@pipelines/core';
import type { Machine } from '../machines/machine.ts';
import { ApiError, validationError } from './api-errors.ts';
import { DEEPEST_JSON, isNestedTooDeep } from './json-nesting.ts';
import { present } from './operation.ts';
import { membersOf, type RequestMembers } from './request-members.ts';

/** Characters of a definition. */
export const LONGEST_DEFINITION = 1_048_576;
export const NESTED_TOO_DEEP = `The definition is nested deeper than ${DEEPEST_JSON} levels`;
export const LONGEST_DESCRIPTION = 256;
export const LONGEST_ROLE_ARN = 256;

/** What AWS shows of the settings of a machine that was made without them. */
const NO_LOGGING: JsonObject = { level: 'OFF', includeExecutionData: false };
const LOG_LEVELS: readonly string[] = ['ALL', 'ERROR', 'FATAL', 'OFF'];
const LONGEST_LEVEL = 256;
const OWNED_KEY: JsonObject = { type: 'AWS_OWNED_KEY' };

/** The three configurations of CreateStateMachine and UpdateStateMachine. */
export interface MachineSettings {
  readonly loggingConfiguration?: Json;
  readonly tracingConfiguration?: Json;
  readonly encryptionConfiguration?: Json;
}

/**
 * Read `loggingConfiguration`, `tracingConfiguration` and `encryptionConfiguration`.
 *
 * @throws {ApiError} ValidationException, InvalidLoggingConfiguration
 */
export function readSettings(members: RequestMembers): MachineSettings {
  const loggingConfiguration = readLogging(members.optionalObject('loggingConfiguration'));
  const tracingConfiguration = members.optionalObject('tracingConfiguration');
  const encryptionConfiguration = members.optionalObject('encryptionConfiguration');
  return {
    ...(loggingConfiguration && { loggingConfiguration }),
    ...(tracingConfiguration !== undefined && { tracingConfiguration }),
    ...(encryptionConfiguration !== undefined && { encryptionConfiguration }),
  };
}

/**
 * Read `definition`, whose text the language's own checks then see.
 *
 * @throws {ApiError} ValidationException; InvalidDefinition for one that is nested too deep
 */
export function readDefinition(members: RequestMembers): string {
  const text = members.text('definition', { min: 1, max: LONGEST_DEFINITION });
  if (!isNestedTooDeep(text)) return text;
  throw new ApiError(
    'InvalidDefinition',
    `Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: ${NESTED_TOO_DEEP}'`,
  );
}

/** What DescribeStateMachine and DescribeStateMachineForExecution say of a machine alike. */
export function describedMachine(machine: Machine): JsonObject {
  return present({
    name: machine.name,
    definition: machine.definitionText,
    roleArn: machine.roleArn,
    loggingConfiguration: machine.loggingConfiguration ?? NO_LOGGING,
    tracingConfiguration: machine.tracingConfiguration ?? { enabled: false },
    encryptionConfiguration: machine.encryptionConfiguration ?? OWNED_KEY,
    revisionId: machine.revisionId,
    variableReferences: variableReferencesOf(machine),
  });
}

/** Absent where no state reads a variable. */
function variableReferencesOf({ definitionText }: Machine): Json | undefined {
  const references = listVariableReferences(JSON.parse(definitionText) as Json);
  if (Object.keys(references).length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(references).map(([state, names]) => [state, [...names]]),
  );
}

/** Reads `publish` and the description of the version that it asks for. */
export function readPublish(members: RequestMembers): {
  readonly isPublishing: boolean;
  readonly description?: string;
} {
  const isPublishing = members.optionalFlag('publish') ?? false;
  const description = members.optionalText('versionDescription', { max: LONGEST_DESCRIPTION });
  if (description !== undefined && !isPublishing) {
    const text = 'Version description can only be set when publish is true';
    throw new ApiError('ValidationException', text);
  }
  return { isPublishing, ...(description !== undefined && { description }) };
}

/** With the defaults of AWS. Nothing is logged: the simulator has no CloudWatch Logs. */
function readLogging(configuration: JsonObject | undefined): JsonObject | undefined {
  if (!configuration) return undefined;
  const level = membersOf(configuration).optionalText('level', { max: LONGEST_LEVEL });
  if (level !== undefined && !LOG_LEVELS.includes(level)) {
    const set = `Member must satisfy enum value set: [${LOG_LEVELS.join(', ')}]`;
    throw validationError('loggingConfiguration.level', `'${level}'`, set);
  }
  const logging = { ...NO_LOGGING, ...configuration };
  const { destinations } = configuration;
  const destinationCount = Array.isArray(destinations) ? destinations.length : 0;
  if (destinationCount > 1 || (logging['level'] !== 'OFF' && destinationCount === 0)) {
    const text = 'Invalid Logging Configuration: Must specify exactly one Log Destination.';
    throw new ApiError('InvalidLoggingConfiguration', text);
  }
  return logging;
}
