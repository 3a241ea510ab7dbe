/** Lambda's three ways to name a function, each with an optional `:qualifier`. */
const FUNCTION_NAME =
  /^(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:(?<arnAccount>\d{12}):function:|(?<account>\d{12}):function:)?(?<name>[A-Za-z0-9_-]{1,64})(?::(?<qualifier>\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;

export interface FunctionName {
  readonly name: string;
  /** Absent when the text names none. */
  readonly accountId?: string;
  /** `$LATEST` when the text names none. */
  readonly qualifier: string;
}

/**
 * Take apart what FunctionName may be: name, `account:function:name`, or ARN.
 *
 * @returns undefined when it is none of them
 * Source: docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName)
 */
export function parseFunctionName(text: string): FunctionName | undefined {
  const groups = FUNCTION_NAME.exec(text)?.groups;
  if (!groups?.['name']) return undefined;
  const accountId = groups['arnAccount'] ?? groups['account'];
  const qualifier = groups['qualifier'] ?? '$LATEST';
  return { name: groups['name'], qualifier, ...(accountId !== undefined && { accountId }) };
}
