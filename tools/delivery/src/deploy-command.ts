import { PipelineError } from '@pipelines/core';
import * as z from 'zod';

/** A value of the workflow cannot be used. The message names the variable, not the value. */
export class DeployRequestError extends PipelineError {
  static {
    DeployRequestError.prototype.name = 'DeployRequestError';
  }
}

/** CloudFormation's own rule for the name of a stack. */
const STACK_NAME = /^[a-zA-Z][a-zA-Z0-9-]{0,127}$/;

const schema = z.object({
  STAGE: z.enum(['dev', 'prod'], { error: 'must be dev or prod' }),
  GITHUB_REPO: z
    .string({ error: 'is missing' })
    .regex(/^[\w.-]+\/[\w.-]+$/, { error: 'is not of the form owner/repository' }),
  STACKS: z
    .string()
    .default('')
    .transform((text) => text.split(/\s+/).filter((name) => name !== ''))
    .refine((names) => names.every((name) => STACK_NAME.test(name)), {
      error: 'has a word that is no name of a stack',
    }),
});

/**
 * Arguments of npx for a deployment: `nx run infra:deploy -- <stacks> --context stage=…`.
 *
 * Variables: STAGE, GITHUB_REPO, and STACKS, separated by blanks; none deploys all.
 *
 * @throws {DeployRequestError} that names each variable and what is wrong with it
 */
export function deployArguments(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new DeployRequestError(`${problems.join('; ')}.`);
  }
  const { STAGE, GITHUB_REPO, STACKS } = parsed.data;
  const contexts = [`stage=${STAGE}`, `github_repo=${GITHUB_REPO}`];
  const options = contexts.flatMap((context) => ['--context', context]);
  return ['nx', 'run', 'infra:deploy', '--', ...STACKS, ...options];
}
