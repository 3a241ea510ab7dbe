import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, type Stacks } from '../src/build-app.ts';
import { readSettings, type Settings } from '../src/settings.ts';

const CDK_JSON = path.join(import.meta.dirname, '../cdk.json');

/** Feature flags and all: what the CLI reads from cdk.json, an App made in a test does not. */
const { context: flags } = JSON.parse(readFileSync(CDK_JSON, 'utf8')) as {
  readonly context: Readonly<Record<string, unknown>>;
};

/** The stacks of a stage and what they were made from. */
export interface Synthesised {
  readonly app: App;
  readonly settings: Settings;
  readonly stacks: Stacks;
  readonly all: readonly Stack[];
}

/** Build the stages' stacks, `prod` of one repository unless told otherwise. */
export function synthesise(context: Readonly<Record<string, unknown>> = {}): Synthesised {
  const values = { stage: 'prod', github_repo: 'agency/pipelines', ...context };
  const app = new App({ context: { ...flags, ...values } });
  const settings = readSettings((name) => app.node.tryGetContext(name) as unknown, {});
  const stacks = buildApp(app, settings);
  const { storage, security, functions, containers, workflows, monitoring, ciAccess } = stacks;
  const all = [
    storage,
    security,
    functions,
    ...(containers ? [containers] : []),
    workflows,
    monitoring,
    ...(ciAccess ? [ciAccess] : []),
  ];
  return { app, settings, stacks, all };
}

/** A resource as CloudFormation gets it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** Resources of a type in some stacks, by their logical ids. */
export function resourcesOf(stacks: readonly Stack[], type: string): readonly Resource[] {
  return stacks.flatMap((stack) =>
    Object.values(Template.fromStack(stack).findResources(type) as Record<string, Resource>),
  );
}

/** The resource with this value of a property. @throws when there is none */
export function named(resources: readonly Resource[], member: string, name: string): Resource {
  const found = resources.find(({ Properties }) => Properties[member] === name);
  if (!found) throw new Error(`No ${member} "${name}"`);
  return found;
}

/** A statement of a policy, with lists where one value may stand for one. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: unknown;
  readonly effect: string;
}

/** The statements of a policy's document; resources as text, intrinsic functions as JSON. */
export function statementsOf(document: unknown): readonly Statement[] {
  const { Statement: list } = document as {
    readonly Statement: readonly Readonly<Record<string, unknown>>[];
  };
  return list.map((statement) => ({
    sid: typeof statement['Sid'] === 'string' ? statement['Sid'] : '',
    actions: textsOf(statement['Action']),
    resources: textsOf(statement['Resource']),
    principals: statement['Principal'],
    effect: textsOf(statement['Effect']).join(),
  }));
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}
