import { functionArn } from '../../arns.ts';
import { functionConfiguration } from './function-configuration.ts';
import type { LambdaCall, LambdaOperation } from './lambda-call.ts';
import { invalidParameter, LambdaError } from './lambda-error.ts';

/** Lambda's limit, whatever MaxItems says. */
const LONGEST_PAGE = 50;
const MOST_ITEMS = 10_000;

/**
 * ListFunctions, in order of names.
 *
 * @throws {LambdaError} `InvalidParameterValueException` for a Marker that no page gave
 * Source: docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const listFunctions: LambdaOperation = async (call) => {
  const after = readMarker(call);
  const size = Math.min(readMaxItems(call), LONGEST_PAGE);
  const left = [...call.specs, ...call.created.list(call.accountId)]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => after === undefined || name > after);
  const page = left.slice(0, size);
  const last = page.at(-1);
  const configurations = page.map((spec) => {
    const arn = functionArn(spec.name, call.accountId);
    const isEveryVersion = call.query.get('FunctionVersion') === 'ALL';
    const created = 'revisionId' in spec ? spec : undefined;
    const found = { spec, created, arn: isEveryVersion ? `${arn}:$LATEST` : arn };
    return functionConfiguration(found, call);
  });
  const body = {
    Functions: await Promise.all(configurations),
    ...(last && left.length > size && { NextMarker: toMarker(last.name) }),
  };
  return { status: 200, body: JSON.stringify(body) };
};

function readMaxItems({ query }: LambdaCall): number {
  const text = query.get('MaxItems') ?? String(LONGEST_PAGE);
  const value = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= MOST_ITEMS) return value;
  const bound = value < 1 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ITEMS}`;
  throw invalidParameter('maxItems', text, `Member must have value ${bound}`);
}

function toMarker(name: string): string {
  return Buffer.from(JSON.stringify({ after: name })).toString('base64url');
}

function readMarker({ query }: LambdaCall): string | undefined {
  const marker = query.get('Marker');
  if (!marker) return undefined;
  const [, after] =
    /^\{"after":"([\w-]+)"\}$/.exec(Buffer.from(marker, 'base64url').toString('utf8')) ?? [];
  if (after !== undefined) return after;
  throw new LambdaError('InvalidParameterValueException', 'Invalid Marker');
}
