import { nodeOptionsOf } from '@pipelines/workflows';
import { HANDLER, RUNTIME, type HostedFunction } from './hosted-function.ts';
import { isPython } from './runtimes.ts';

/** The unpacked zip is read-only, and what a function prints belongs to the call that printed it. */
const PYTHON_VALUES = {
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONIOENCODING: 'utf-8',
  PYTHONUNBUFFERED: '1',
};

/**
 * The whole environment of a function's process: what Lambda itself sets, and the declared values.
 *
 * Nothing of this process's environment is in it. Credentials are there only when
 * they are among the declared values: those of the local endpoints, which no one else takes.
 *
 * Source: docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (reserved variables)
 */
export function functionEnvironment(options: {
  readonly spec: HostedFunction;
  readonly declared: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  readonly temporaryFolder: string;
  readonly runtimeApi: string;
  readonly region: string;
}): Readonly<Record<string, string>> {
  const { spec, declared, taskRoot, temporaryFolder, runtimeApi, region } = options;
  const { runtime = RUNTIME, handler = HANDLER } = spec;
  return {
    ...declared,
    _HANDLER: handler,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'simulator',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_REGION: region,
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    ...(isPython(runtime) ? PYTHON_VALUES : { NODE_OPTIONS: nodeOptions(spec, declared) }),
    PATH: '/usr/local/bin:/usr/bin:/bin',
    // Lambda has a /tmp for each instance; here it is a folder for each, found through os.tmpdir().
    TMPDIR: temporaryFolder,
    TZ: ':UTC',
  };
}

/** What the function's creator wants of Node.js comes last, so that it counts. */
function nodeOptions(
  spec: HostedFunction,
  { NODE_OPTIONS: own }: Readonly<Record<string, string>>,
) {
  return [nodeOptionsOf(spec), ...(own === undefined ? [] : [own])].join(' ');
}
