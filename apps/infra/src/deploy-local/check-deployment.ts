import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { machines } from '@pipelines/workflows';
import * as z from 'zod';
import { deployedFunctions } from '../deployed-functions.ts';
import type { Names } from '../names.ts';

const DIST = path.join(import.meta.dirname, '../../../../dist/apps');

/** What describe_deployment.py prints. */
export const deploymentSchema = z.object({
  functions: z.array(
    z.object({
      FunctionName: z.string(),
      CodeSha256: z.string(),
      MemorySize: z.number(),
      Timeout: z.number(),
    }),
  ),
  roles: z.array(z.string()),
  machines: z.array(z.object({ name: z.string(), definition: z.string() })),
  execution: z.string(),
});

export type Deployment = z.output<typeof deploymentSchema>;

/**
 * What is missing from a deployment, or is not as the manifest and the zips say.
 *
 * @returns one sentence for each finding; none for a deployment that is whole
 */
export function checkDeployment(deployment: Deployment, names: Names): readonly string[] {
  const functions = deployedFunctions.flatMap((spec) => {
    const name = names.function(spec);
    const found = deployment.functions.find(({ FunctionName }) => FunctionName === name);
    if (!found) return [`No function ${name}`];
    const zip = path.join(DIST, spec.app, `${spec.name}.zip`);
    const hash = createHash('sha256').update(readFileSync(zip)).digest('base64');
    return [
      ...(found.CodeSha256 === hash ? [] : [`${name}: its code is not the packaged zip`]),
      ...(found.MemorySize === spec.memoryMb ? [] : [`${name}: ${found.MemorySize} MB`]),
      ...(found.Timeout === spec.timeoutSeconds ? [] : [`${name}: ${found.Timeout} s`]),
    ];
  });
  const roles = [
    ...deployedFunctions.map((spec) => names.functionRole(spec)),
    ...machines.map(({ name }) => names.machineRole(name)),
  ]
    .filter((name) => !deployment.roles.includes(name))
    .map((name) => `No role ${name}`);
  const missing = machines
    .map(({ name }) => names.machine(name))
    .filter((name) => !deployment.machines.some((machine) => machine.name === name))
    .map((name) => `No state machine ${name}`);
  const unbound = deployment.machines
    .filter(({ definition }) => definition.includes('${'))
    .map(({ name }) => `${name}: its definition names functions by placeholders`);
  return [...functions, ...roles, ...missing, ...unbound];
}
