import { DEFAULT_ACCOUNT } from '../arns.ts';

/** `AWS4-HMAC-SHA256 Credential=<access key id>/20250120/us-east-1/states/aws4_request, …` */
const CREDENTIAL = /\bCredential=(?<accessKeyId>[^/,\s]+)\//;

/**
 * The account that a request belongs to: its access key id, where that is an account number.
 *
 * The signature is not checked: this is a simulator on a loopback port, and any credentials do.
 */
export function callerAccount(authorization: string | undefined): string {
  const accessKeyId = CREDENTIAL.exec(authorization ?? '')?.groups?.['accessKeyId'] ?? '';
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;
}
