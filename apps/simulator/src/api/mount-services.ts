import { functions as specs } from '@pipelines/workflows';
import type { Cloud } from '../cloud.ts';
import type { FrontDoor } from './front-door.ts';
import { createLambdaHandler } from './lambda/lambda-handler.ts';
import { createRequestHandler } from './request-handler.ts';

/**
 * Answer for the Step Functions and the Lambda functions of a cloud, and show its page. S3 and
 * Secrets Manager mount themselves when they are opened.
 *
 * @param options - `takesFunctions`: clients may create functions
 * @param onProblem - told in one line of errors that are the simulator's own
 * @returns ends it; what is in flight loses its connection
 */
export function mountServices(
  door: FrontDoor,
  cloud: Cloud,
  {
    takesFunctions,
    onProblem,
  }: { readonly takesFunctions: boolean; onProblem(this: void, line: string): void },
): () => void {
  const { functions, createdFunctions: created } = cloud;
  const zipPathOf = (name: string): string => cloud.zipPathOf(name);
  const world = { specs, created, takesFunctions, functions, zipPathOf, onProblem };
  const ends = [
    door.mount('states', createRequestHandler(cloud, onProblem)),
    door.mount('lambda', createLambdaHandler(world)),
  ];
  return () => {
    for (const end of ends) end();
  };
}
