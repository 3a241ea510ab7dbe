import { malformed } from './read-xml.ts';

/**
 * Text of a child of a parsed XML element; undefined when there is no such child.
 *
 * @param element - what readXml returned, or a part of it
 * @throws {S3Error} `MalformedXML` when the child holds elements, or comes twice
 */
export function childText(element: unknown, name: string): string | undefined {
  const child = childOf(element, name);
  if (child === undefined || typeof child === 'string') return child;
  throw malformed();
}

/**
 * Children of a name that may come any number of times; empty when there is none.
 *
 * @throws {S3Error} `MalformedXML` when the name is not one of a list
 */
export function childList(element: unknown, name: string): readonly unknown[] {
  const child = childOf(element, name);
  if (child === undefined) return [];
  if (Array.isArray(child)) return child;
  throw malformed();
}

/** A child of a parsed XML element, whatever it holds. */
export function childOf(element: unknown, name: string): unknown {
  if (typeof element !== 'object' || element === null || !Object.hasOwn(element, name)) {
    return undefined;
  }
  return (element as Readonly<Record<string, unknown>>)[name];
}
