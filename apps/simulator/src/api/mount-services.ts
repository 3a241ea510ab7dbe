import { functions as specs } from '@pipelines/workflows';
import type { Cloud } from '../cloud.ts';
import type { FrontDoor } from './front-door.ts';
import { createLambdaHandler } from './lambda/lambda-handler.ts';
import { createRequestHandler } from './request-handler.ts';

/**
 * Answer for the Step Functions and the Lambda functions of a cloud, and show its page. S3 and
 * Secrets Manager mount themselves when they are opened.
 *
 * @param onProblem - told in one line of errors that are the simulator's own
 * @returns ends it; what is in flight loses its connection
 */
export function mountServices(
  door: FrontDoor,
  cloud: Cloud,
  onProblem: (line: string) => void,
): () => void {
  const { functions } = cloud;
  const zipPathOf = (name: string): string => cloud.zipPathOf(name);
  const world = { specs, functions, zipPathOf, onProblem };
  const ends = [
    door.mount('states', createRequestHandler(cloud, onProblem)),
    door.mount('lambda', createLambdaHandler(world)),
  ];
  return () => {
    for (const end of ends) end();
  };
}
