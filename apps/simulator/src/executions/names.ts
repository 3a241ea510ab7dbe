import { InvalidNameError } from './registry-errors.ts';

const LONGEST_NAME = 80;

/** White space, brackets, wildcards, `" # % \ ^ | ~ \` $ & , ; : /` and control characters. */
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

/**
 * Accept a name of a machine or of an execution.
 *
 * @throws {InvalidNameError} with the wording of AWS
 * Source: docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html (name)
 */
export function checkName(name: string): void {
  if (name === '' || name.length > LONGEST_NAME || FORBIDDEN.test(name)) {
    throw new InvalidNameError(name);
  }
}
