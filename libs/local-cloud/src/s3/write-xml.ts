/** An element's content: text, or elements in order. Undefined elements are left out. */
type XmlContent = string | number | boolean | readonly XmlElement[];
export type XmlElement = readonly [name: string, content: XmlContent | undefined];

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * A document as S3 writes it.
 *
 * @param name - of the root element; its namespace is S3's, except for `Error`, which has none
 */
export function writeXml(name: string, content: XmlContent): string {
  const attribute = name === 'Error' ? '' : ` xmlns="${NAMESPACE}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${write(content)}</${name}>`;
}

function write(content: XmlContent): string {
  if (typeof content === 'object') {
    return content
      .map(([name, inner]) => (inner === undefined ? '' : `<${name}>${write(inner)}</${name}>`))
      .join('');
  }
  return escapeText(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Control characters, which keys may hold, go out as numbers: a bare CR would be read as LF. */
function escapeText(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- exactly these are meant
    /[&<>"\u0000-\u001f]/g,
    (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`,
  );
}
