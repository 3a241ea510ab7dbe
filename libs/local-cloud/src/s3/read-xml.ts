import { S3Error } from './s3-error.ts';

/** Elements that may come more than once: always lists, also when there is one. */
const LISTS = new Set(['Object', 'Part', 'Tag']);

let reader: Promise<(text: string) => unknown> | undefined;

/** The library is loaded with the first body: an endpoint is there sooner without it. */
async function loadReader(): Promise<(text: string) => unknown> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    // With it also &#13; and the like, which keys with control characters need.
    htmlEntities: true,
    isArray: (name) => LISTS.has(name),
  });
  return (text) => {
    if (XMLValidator.validate(text) !== true) throw malformed();
    return parser.parse(text) as unknown;
  };
}

/**
 * Parse the XML body of a request.
 *
 * @param root - name of the element that must be there
 * @returns the content of the root; every leaf is text
 * @throws {S3Error} `MalformedXML`; also for a DOCTYPE, which no client sends and entities hide in
 */
export async function readXml(text: string, root: string): Promise<unknown> {
  if (text.includes('<!DOCTYPE')) throw malformed();
  reader ??= loadReader();
  const document = (await reader)(text) as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(document, root)) throw malformed();
  return document[root];
}

/** The answer to XML that cannot be read, or is not of the schema. */
export function malformed(): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
