import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Names an account and a region, as every client does; none of the servers measured checks more. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=111111111111/20250120/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0';

/** Asks one operation of the Step Functions API. */
export type StepFunctions = <Answer>(operation: string, input: object) => Promise<Answer>;

/**
 * A client that costs as little as one can: the AWS SDK would take more time than the servers.
 *
 * @param url - `http://127.0.0.1:8083`, plain HTTP on connections that stay open
 * @returns a function that throws {Error} with status and body for every answer but 200
 */
export function connectStepFunctions(url: string): {
  readonly call: StepFunctions;
  readonly close: () => void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const call = async <Answer>(operation: string, input: object): Promise<Answer> => {
    const body = JSON.stringify(input);
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(body),
        'x-amz-target': `AWSStepFunctions.${operation}`,
        authorization: AUTHORIZATION,
      };
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        text(response).then((received) => {
          if (response.statusCode === 200) resolve(received);
          else reject(new Error(`${operation}: ${response.statusCode} ${received.slice(0, 300)}`));
        }, reject);
      });
      sent.once('error', reject);
      sent.end(body);
    });
    return JSON.parse(answer) as Answer;
  };
  return { call, close: () => agent.destroy() };
}
