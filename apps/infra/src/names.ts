import type { FunctionSpec } from '@pipelines/workflows';
import { suffixOf, type Settings } from './settings.ts';

/** What everything of the refresh is called after. */
const SBIR = 'sbir-analytics';

/** Names of a stage's resources. Those of `prod` are the ones of the two documents. */
export interface Names {
  /** Id of a stack: `sbir-analytics-storage`. */
  stack(concern: string): string;
  /** `sbir-analytics-download-csv`, `etl-pipeline-function`. */
  function(spec: FunctionSpec): string;
  /** `sbir-analytics-lambda-role-download-csv` */
  functionRole(spec: FunctionSpec): string;
  machine(name: string): string;
  /** `sbir-analytics-sf-role` for the refresh, `etl-pipeline-sf-role` and so on for the others. */
  machineRole(name: string): string;
  /** Anything else, with the stage behind it. */
  of(name: string): string;
}

/** Names for these settings. */
export function namesOf({ stage }: Settings): Names {
  const of = (name: string): string => `${name}${suffixOf(stage)}`;
  return {
    of,
    stack: (concern) => of(`${SBIR}-${concern}`),
    function: (spec) => of(spec.app === 'sbir-refresh' ? `${SBIR}-${spec.name}` : spec.name),
    functionRole: (spec) => of(`${SBIR}-lambda-role-${spec.name}`),
    machine: of,
    machineRole: (name) => of(name.startsWith(SBIR) ? `${SBIR}-sf-role` : `${name}-sf-role`),
  };
}
