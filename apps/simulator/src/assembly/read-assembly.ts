import path from 'node:path';
import { PipelineError } from '@pipelines/core';
import { functions, machines } from '@pipelines/workflows';
import { functionArn } from '../arns.ts';
import { resolveValue } from './resolve-value.ts';
import { memberOf, readTemplates, type Template } from './template.ts';

/** What a synthesised assembly has of our functions and machines, instead of the repository's. */
export interface Assembly {
  /** Definition of a machine by its name in the manifest, bound to the local functions. */
  definitionOf(machineName: string): string;
  /** Path of a function's zip by its name in the manifest. */
  zipPathOf(functionName: string): string;
  /** Names of the buckets that a deployment makes. */
  readonly bucketNames: readonly string[];
}

/** The assembly lacks a function or a machine that is to be run. */
export class NotInAssemblyError extends PipelineError {
  static {
    NotInAssemblyError.prototype.name = 'NotInAssemblyError';
  }
  constructor(kind: string, name: string, folder: string) {
    super(`The assembly in "${folder}" has no ${kind} "${name}".`);
  }
}

/** As a definition calls a function: by an alias, in whatever region and account. */
const FUNCTION_ARN = /arn:aws[^:"]*:lambda:[^:"]*:[^:"]*:function:([\w-]+)(?::[\w$-]+)?/g;

/**
 * Read the definitions and zips of a synthesised assembly, so that what would be deployed is run.
 *
 * @param folder - `dist/apps/infra/cdk.out`
 * @throws {AssemblyNotFoundError}
 */
export function readAssembly(folder: string): Assembly {
  const templates = readTemplates(folder);
  return {
    definitionOf(machineName) {
      const names = machines.map(({ name }) => name);
      const text = findText(templates, 'AWS::StepFunctions::StateMachine', {
        name: machineName,
        names,
        nameMember: 'StateMachineName',
        members: ['DefinitionString'],
      });
      if (text === undefined) throw new NotInAssemblyError('state machine', machineName, folder);
      return text.replace(FUNCTION_ARN, (_, deployed: string) =>
        functionArn(manifestName(deployed)),
      );
    },
    zipPathOf(functionName) {
      const names = functions.map(({ name }) => name);
      const key = findText(templates, 'AWS::Lambda::Function', {
        name: functionName,
        names,
        nameMember: 'FunctionName',
        members: ['Code', 'S3Key'],
      });
      if (key === undefined) throw new NotInAssemblyError('function', functionName, folder);
      return path.join(folder, `asset.${key}`);
    },
    bucketNames: bucketNamesOf(templates),
  };
}

function bucketNamesOf(templates: readonly Template[]): readonly string[] {
  return templates.flatMap((template) =>
    Object.values(template.resources)
      .filter((resource) => resource['Type'] === 'AWS::S3::Bucket')
      .map((bucket) => memberOf(bucket, 'Properties', 'BucketName'))
      // A bucket without a name is of no machine: AWS would name it.
      .flatMap((name) => (name === undefined ? [] : [resolveValue(name, template, templates)])),
  );
}

interface Wanted {
  readonly name: string;
  /** Every name that there is: a stage's suffix must not make one out of another. */
  readonly names: readonly string[];
  readonly nameMember: string;
  readonly members: readonly string[];
}

function findText(
  templates: readonly Template[],
  type: string,
  { name, names, nameMember, members }: Wanted,
): string | undefined {
  for (const template of templates) {
    for (const resource of Object.values(template.resources)) {
      if (resource['Type'] !== type) continue;
      const deployed = resolveValue(
        memberOf(resource, 'Properties', nameMember),
        template,
        templates,
      );
      if (closestName(deployed, names) !== name) continue;
      return resolveValue(memberOf(resource, 'Properties', ...members), template, templates);
    }
  }
  return undefined;
}

function manifestName(deployed: string): string {
  const names = functions.map(({ name }) => name);
  return closestName(deployed, names) ?? deployed;
}

/** Of `sbir-analytics-load-neo4j-dev` it is `load-neo4j`: the longest that stands between dashes. */
function closestName(deployed: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => `-${deployed}-`.includes(`-${name}-`))
    .toSorted((one, other) => other.length - one.length)[0];
}
