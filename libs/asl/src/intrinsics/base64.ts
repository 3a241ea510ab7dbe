/** Base64 (RFC 4648, with padding) of the UTF-8 bytes of `text`. */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The text whose UTF-8 bytes `base64` stands for; undefined when it is not Base64. */
export function decodeBase64(base64: string): string | undefined {
  // atob skips blanks; Java's decoder, which Step Functions uses, refuses them.
  if (!BASE64.test(base64) || base64.replace(/=+$/, '').length % 4 === 1) return undefined;
  const bytes = atob(base64.replace(/=+$/, ''));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
  );
}
