import { functions, machines } from '@pipelines/workflows';

/**
 * The functions of the manifest that a machine calls. Others are for other ways to run the same
 * work, and whoever wants one of them deploys its zip.
 */
export const deployedFunctions = functions.filter(({ name }) =>
  machines.some((machine) => machine.functions.includes(name)),
);
