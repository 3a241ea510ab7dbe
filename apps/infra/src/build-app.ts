import type { App } from 'aws-cdk-lib';
import { namesOf } from './names.ts';
import type { Settings } from './settings.ts';
import { CiAccessStack } from './stacks/ci-access-stack.ts';
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
  readonly workflows: WorkflowsStack;
  readonly monitoring: MonitoringStack;
  /** Absent without a repository. */
  readonly ciAccess: CiAccessStack | undefined;
}

/**
 * Every stack of a stage, in the order in which they need one another.
 *
 * Ids: `sbir-analytics-storage`, `-security`, `-lambda`, `-step-functions`, `-monitoring`,
 * `-ci-access`, as the documents have them.
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
  const workflows = new WorkflowsStack(app, names.stack('step-functions'), {
    env,
    names,
    key,
    functionArn: (name) => functions.aliasArn(name),
  });
  // Machines name their functions, so no export tells that these come first.
  workflows.addStackDependency(functions);
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
  const { githubRepo } = settings;
  const ciAccess =
    githubRepo === undefined
      ? undefined
      : new CiAccessStack(app, names.stack('ci-access'), {
          env,
          settings,
          names,
          refresh,
          githubRepo,
        });
  return { storage, security, functions, workflows, monitoring, ciAccess };
}
