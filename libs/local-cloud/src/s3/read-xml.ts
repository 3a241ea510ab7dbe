import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './s3-error.ts';

/** Elements that may come more than once: always lists, also when there is one. */
const LISTS = new Set(['Object', 'Part', 'Tag']);

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

/**
 * Parse the XML body of a request.
 *
 * @param root - name of the element that must be there
 * @returns the content of the root; every leaf is text
 * @throws {S3Error} `MalformedXML`; also for a DOCTYPE, which no client sends and entities hide in
 */
export function readXml(text: string, root: string): unknown {
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) throw malformed();
  const document = parser.parse(text) as Readonly<Record<string, unknown>>;
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
