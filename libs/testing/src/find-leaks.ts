/**
 * Search texts for secrets that must not be in them, in every form that a log gives to data.
 *
 * Forms: as it is; without its dashes; percent-encoded; hex, of either case; base64 (and its
 * URL variant) at each of the three positions that it can have inside longer data. A canary
 * without its dashes is looked for in all of these forms too.
 *
 * @param texts - by the name that the report should use, or as a list
 * @param canaries - distinctive secrets of at least 6 characters; a short one would be found anywhere
 * @returns one line per finding, `log line 3: base64 of canary 12`; never the secret itself
 */
export function findLeaks(
  texts: readonly string[] | Readonly<Record<string, string>>,
  canaries: readonly string[],
): string[] {
  const named = Array.isArray(texts)
    ? texts.map((text: string, index) => [`text ${index}`, text] as const)
    : Object.entries(texts as Readonly<Record<string, string>>);
  const forms = canaries.map((canary) => formsOf(canary));
  const found: string[] = [];
  for (const [name, text] of named) {
    const views: Readonly<Record<View, string>> = {
      asIs: text,
      lowerCase: text.toLowerCase(),
      urlDecoded: urlDecode(text),
    };
    for (const [index, canaryForms] of forms.entries()) {
      const form = canaryForms.find((candidate) => views[candidate.view].includes(candidate.text));
      if (form) found.push(`${name}: ${form.name} of canary ${index}`);
    }
  }
  return found;
}

/** How the text is read when a form is looked for. */
type View = 'asIs' | 'lowerCase' | 'urlDecoded';

interface Form {
  readonly name: string;
  readonly text: string;
  readonly view: View;
}

function formsOf(canary: string): Form[] {
  if (canary.length < 6) throw new RangeError(`A canary of ${canary.length} characters is noise.`);
  const spellings = [...new Set([canary, canary.replaceAll('-', '')])];
  return spellings.flatMap((spelling): Form[] => [
    { name: 'plain text', text: spelling, view: 'asIs' },
    { name: 'URL encoding', text: spelling, view: 'urlDecoded' },
    { name: 'hex', text: Buffer.from(spelling).toString('hex'), view: 'lowerCase' },
    ...base64Forms(spelling),
  ]);
}

/** A log may encode more than a URL must, or less: so it is the text that is decoded. */
function urlDecode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
  );
}

/**
 * Base64 turns 3 bytes into 4 characters, so the same bytes look different after 0, 1 or 2
 * others. Only the characters that no neighbour can change are kept.
 */
function base64Forms(text: string): Form[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + text).toString('base64');
    const bits = (shift + Buffer.byteLength(text)) * 8;
    const stable = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6));
    const urlStable = stable.replaceAll('+', '-').replaceAll('/', '_');
    return [...new Set([stable, urlStable])].map((form): Form => ({
      name: 'base64',
      text: form,
      view: 'asIs',
    }));
  });
}
