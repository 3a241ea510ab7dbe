/**
 * The account of a caller whose access key id is an account number, as LocalStack and moto have it:
 * undefined for any other key.
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : undefined;
}
