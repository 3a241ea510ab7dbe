import type { App, Environment } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { namesOf, type Names } from './names.ts';
import type { Settings } from './settings.ts';
import { CiAccessStack } from './stacks/ci-access-stack.ts';
import { ContainersStack } from './stacks/containers-stack.ts';
import { FunctionsStack } from './stacks/functions-stack.ts';
import { MonitoringStack } from './stacks/monitoring-stack.ts';
import { SecurityStack } from './stacks/security-stack.ts';
import { StorageStack } from './stacks/storage-stack.ts';
import { WEEKLY_MACHINE, WorkflowsStack } from './stacks/workflows-stack.ts';

/** The stacks of a stage, by their concerns. */
export interface Stacks {
  readonly storage: StorageStack;
  readonly security: SecurityStack;
  readonly functions: FunctionsStack;
  /** Absent where nothing runs in a container. */
  readonly containers: ContainersStack | undefined;
  readonly workflows: WorkflowsStack;
  readonly monitoring: MonitoringStack;
  /** Absent without a repository. */
  readonly ciAccess: CiAccessStack | undefined;
}

/**
 * Every stack of a stage, in the order in which they need one another.
 *
 * Ids: `sbir-analytics-storage`, `-security`, `-lambda`, `-step-functions`, `-monitoring`,
 * `-ci-access`, as the documents have them; `-containers` where something runs in one.
 */
export function buildApp(app: App, settings: Settings): Stacks {
  const names = namesOf(settings);
  const { account, region } = settings;
  const env = { region, ...(account !== undefined && { account }) };
  const storage = new StorageStack(app, names.stack('storage'), { env, settings, names });
  const security = new SecurityStack(app, names.stack('security'), { env, names });
  const { key } = security;
  const functions = new FunctionsStack(app, names.stack('lambda'), {
    env,
    settings,
    names,
    key,
    bucketKey: storage.key,
  });
  const containers = createContainers(app, {
    ...{ env, settings, names, key, functions },
    bucketKey: storage.key,
  });
  const workflows = new WorkflowsStack(app, names.stack('step-functions'), {
    env,
    names,
    key,
    settings,
    containers,
    functionArn: (name) => functions.aliasArn(name),
  });
  // Machines name their functions, so no export tells that these come first.
  workflows.addStackDependency(functions);
  if (containers) workflows.addStackDependency(containers);
  const monitoring = new MonitoringStack(app, names.stack('monitoring'), {
    env,
    settings,
    names,
    key,
    deadLetterQueues: [functions.deadLetterQueue, workflows.deadLetterQueue],
    functions: functions.functions,
    workflows: workflows.workflows,
  });
  const refresh = workflows.workflows.get(WEEKLY_MACHINE)?.machine;
  if (!refresh) throw new Error(`The manifest has no machine "${WEEKLY_MACHINE}".`);
  const ciAccess = createCiAccess(app, { env, settings, names, refresh });
  return { storage, security, functions, containers, workflows, monitoring, ciAccess };
}

interface Common {
  readonly env: Environment;
  readonly settings: Settings;
  readonly names: Names;
}

function createContainers(
  app: App,
  props: Common & {
    readonly key: IKey;
    readonly bucketKey: IKey;
    readonly functions: FunctionsStack;
  },
): ContainersStack | undefined {
  const { functions, settings, names } = props;
  if (Object.keys(settings.containers).length === 0) return undefined;
  return new ContainersStack(app, names.stack('containers'), {
    ...props,
    reportNetwork: functions.network,
    statementsOf: (spec) => functions.statementsOf(spec),
  });
}

function createCiAccess(
  app: App,
  props: Common & { readonly refresh: IStateMachine },
): CiAccessStack | undefined {
  const { githubRepo } = props.settings;
  if (githubRepo === undefined) return undefined;
  return new CiAccessStack(app, props.names.stack('ci-access'), { ...props, githubRepo });
}
