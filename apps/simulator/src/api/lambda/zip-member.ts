import type { JsonObject } from '@pipelines/core';
import {
  TOO_LARGE_UNZIPPED,
  UNZIPPED_LIMIT_BYTES,
  UnsafeZipError,
} from '../../functions/unpack-zip.ts';
import { LambdaError } from './lambda-error.ts';
import { textMember } from './request-members.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The zip in a request, `ZipFile` as Base64.
 *
 * @throws {LambdaError} `ValidationException` without one, `InvalidRequestContentException` for
 *   anything but Base64
 */
export function zipMember(members: JsonObject): Buffer {
  const text = textMember(members, 'ZipFile');
  if (BASE64.test(text)) return Buffer.from(text, 'base64');
  throw new LambdaError(
    'InvalidRequestContentException',
    'Could not parse request body into json: ZipFile is not Base64',
  );
}

/** What happens to a zip, with a refusal of it in the words of Lambda. */
export async function takingZip<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UnsafeZipError)) throw error;
    const isTooLarge = error.reason === TOO_LARGE_UNZIPPED;
    throw new LambdaError(
      'InvalidParameterValueException',
      isTooLarge
        ? `Unzipped size must be smaller than ${UNZIPPED_LIMIT_BYTES} bytes`
        : `Could not unzip uploaded file. Please check your file, then try to upload again. (${error.reason})`,
    );
  }
}
