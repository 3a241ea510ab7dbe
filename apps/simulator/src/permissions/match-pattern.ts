/**
 * Whether a pattern of a policy covers a text: `*` stands for any characters, `?` for one.
 *
 * Actions are compared without regard to case, resources with it, as IAM does.
 */
export function matchesPattern(
  pattern: string,
  text: string,
  { ignoreCase }: { readonly ignoreCase: boolean },
): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text);
}

/**
 * An ARN without its region and account: a laptop has neither of those that a template is for.
 */
export function placelessArn(arn: string): string {
  return arn.replace(/^(arn:[^:]*:[^:]*):[^:]*:[^:]*:/, '$1:::');
}
