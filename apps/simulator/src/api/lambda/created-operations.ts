import type { CreatedFunction } from '../../functions/created-functions.ts';
import { FunctionExistsError } from '../../functions/created-functions.ts';
import { createdConfiguration } from './function-configuration.ts';
import { readSettings } from './function-settings.ts';
import {
  jsonAnswer,
  nameOf,
  requireFunction,
  type LambdaCall,
  type LambdaOperation,
} from './lambda-call.ts';
import { LambdaError } from './lambda-error.ts';
import { readRequest } from './read-request.ts';
import { flagMember, objectMember, refuseOtherMembers, textMember } from './request-members.ts';
import { takingZip, zipMember } from './zip-member.ts';

/**
 * CreateFunction: keep a zip of a Node.js or Python function, to run when it is called.
 *
 * @throws {LambdaError} `ResourceConflictException` for a name that is taken,
 *   `InvalidParameterValueException` for what cannot be run here, `ValidationException`
 * Source: docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export const createFunction: LambdaOperation = async (call) => {
  assertWritable(call);
  const members = await readRequest(call.request, 'CreateFunction');
  const { name, accountId } = nameOf(textMember(members, 'FunctionName'), call.accountId);
  const settings = readSettings(members, { name, accountId });
  const code = objectMember(members, 'Code') ?? {};
  refuseOtherMembers(code, ['ZipFile']);
  const zip = zipMember(code);
  if (call.specs.some((spec) => spec.name === name)) throw conflict(new FunctionExistsError(name));
  const creating = call.created.create(settings, zip).catch((error: unknown) => {
    throw error instanceof FunctionExistsError ? conflict(error) : error;
  });
  return jsonAnswer(createdConfiguration(await takingZip(creating)), 201);
};

/**
 * UpdateFunctionCode: calls that begin afterwards run the new code.
 *
 * @throws {LambdaError} `PreconditionFailedException` for a RevisionId that is not the latest,
 *   `InvalidParameterValueException` for a zip that cannot be unpacked, `ResourceNotFoundException`
 * Source: docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 */
export const updateFunctionCode: LambdaOperation = async (call) => {
  assertWritable(call);
  const members = await readRequest(call.request, 'UpdateFunctionCode');
  const one = requireCreated(call);
  refuseOtherMembers(members, ['DryRun', 'RevisionId', 'ZipFile']);
  const zip = zipMember(members);
  const revisionId = textMember(members, 'RevisionId', { preset: one.revisionId });
  if (revisionId !== one.revisionId) {
    throw new LambdaError(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction API to retrieve the latest Revision Id',
    );
  }
  if (flagMember(members, 'DryRun')) {
    const code = await takingZip(call.created.check(zip));
    return jsonAnswer(createdConfiguration({ ...one, code }));
  }
  const updated = await takingZip(call.created.replaceCode(one, zip));
  return jsonAnswer(createdConfiguration(updated ?? requireCreated(call)));
};

/**
 * DeleteFunction: calls under way end, and none begins.
 *
 * @throws {LambdaError} `ResourceNotFoundException`, `InvalidParameterValueException` for a version
 * Source: docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export const deleteFunction: LambdaOperation = async (call) => {
  assertWritable(call);
  const one = requireCreated(call);
  if (call.query.has('Qualifier')) {
    throw new LambdaError(
      'InvalidParameterValueException',
      '$LATEST version cannot be deleted without deleting the function.',
    );
  }
  call.created.remove(one);
  call.functions.retire(one);
  return { status: 204 };
};

/** The code of the manifest's functions comes from the repository. */
function requireCreated(call: LambdaCall): CreatedFunction {
  const { created, spec } = requireFunction(call);
  if (created) return created;
  throw new LambdaError(
    'InvalidParameterValueException',
    `${spec.name} is a function of the repository: change it there, then build it with npx nx run-many -t package`,
  );
}

/** Who may bring code may run it; the signatures that protect the data are not checked here. */
function assertWritable({ takesFunctions }: LambdaCall): void {
  if (takesFunctions) return;
  throw new LambdaError(
    'AccessDeniedException',
    'With --verify-signatures the simulator takes no functions; start it without',
  );
}

function conflict(error: FunctionExistsError): LambdaError {
  return new LambdaError('ResourceConflictException', error.message);
}
