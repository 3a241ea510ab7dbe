import { createReadStream, existsSync } from 'node:fs';
import { functionConfiguration } from './function-configuration.ts';
import { requireFunction, type LambdaOperation } from './lambda-call.ts';
import { LambdaError } from './lambda-error.ts';

/** GetFunction: the configuration, and where the zip can be had. */
export const getFunction: LambdaOperation = async (call) => {
  const found = requireFunction(call);
  const { name } = found.spec;
  const location = `http://${call.request.headers.host ?? ''}/2015-03-31/functions/${name}/code`;
  return answer({
    Configuration: await functionConfiguration(found, call),
    Code: { RepositoryType: 'S3', Location: location },
  });
};

/** GetFunctionConfiguration. */
export const getFunctionConfiguration: LambdaOperation = async (call) =>
  answer(await functionConfiguration(requireFunction(call), call));

/** The zip, at the location that GetFunction gives. */
export const downloadCode: LambdaOperation = async (call) => {
  const { spec, arn } = requireFunction(call);
  const zipPath = call.zipPathOf(spec.name);
  if (!existsSync(zipPath)) {
    throw new LambdaError('ResourceNotFoundException', `There is no zip yet of ${arn}`);
  }
  const headers = { 'Content-Type': 'application/zip' };
  return { status: 200, headers, body: createReadStream(zipPath) };
};

function answer(body: object) {
  return { status: 200, body: JSON.stringify(body) };
}
