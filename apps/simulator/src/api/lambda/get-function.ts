import { createReadStream, existsSync } from 'node:fs';
import { functionConfiguration } from './function-configuration.ts';
import { jsonAnswer, requireFunction, type LambdaOperation } from './lambda-call.ts';
import { LambdaError } from './lambda-error.ts';

/** GetFunction: the configuration, and where the zip can be had. */
export const getFunction: LambdaOperation = async (call) => {
  const found = requireFunction(call);
  const { created, fullName, spec } = found;
  // Who follows the link signs nothing, so a client's function is named with its account.
  const name = created ? fullName : spec.name;
  const location = `http://${call.request.headers.host ?? ''}/2015-03-31/functions/${name}/code`;
  const tags = created?.tags ?? {};
  return jsonAnswer({
    Configuration: await functionConfiguration(found, call),
    Code: { RepositoryType: 'S3', Location: location },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
  });
};

/** GetFunctionConfiguration. */
export const getFunctionConfiguration: LambdaOperation = async (call) =>
  jsonAnswer(await functionConfiguration(requireFunction(call), call));

/** The zip, at the location that GetFunction gives. */
export const downloadCode: LambdaOperation = async (call) => {
  const { spec, created, arn } = requireFunction(call);
  const zipPath = created ? call.created.zipPathOf(created) : call.zipPathOf(spec.name);
  if (!existsSync(zipPath)) {
    throw new LambdaError('ResourceNotFoundException', `There is no zip yet of ${arn}`);
  }
  const headers = { 'Content-Type': 'application/zip' };
  return { status: 200, headers, body: createReadStream(zipPath) };
};
