import type { CorpusCase, RecordedFunction } from './corpus-case.ts';

/** The function inside the zip, as the recorder's were named: their stacks show it. */
export const HANDLER_FILE = 'handler.py';

/** The functions that any of the cases calls, each once, by the order of their ARNs. */
export function recordedFunctions(cases: readonly CorpusCase[]): readonly RecordedFunction[] {
  const byArn = new Map<string, RecordedFunction>();
  for (const one of cases) {
    for (const each of Object.values(one.functions ?? {})) byArn.set(each.arn, each);
  }
  return [...byArn.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}

/**
 * A Python program that does what a recorded function did.
 *
 * @throws {Error} for a behaviour that the corpus' README does not have
 */
export function pythonSource(one: RecordedFunction): string {
  switch (one.behaviour) {
    case 'echo':
      return handlerOf('return event');
    case 'return':
      return handlerOf(`return ${bytesOf(one)}`);
    case 'return-large':
      return handlerOf(`return "a" * ${one.bytes ?? 0}`);
    case 'raise':
      return raising(one);
    case 'sleep':
      return `import time\n\n\n${handlerOf(`time.sleep(${one.seconds ?? 0})\n    return event`)}`;
    default:
      throw new Error(`No program for the behaviour "${one.behaviour}" of ${one.arn}`);
  }
}

function handlerOf(body: string): string {
  return `def handler(event, context):\n    ${body}\n`;
}

/** The recorded functions return the bytes of JSON text, which Lambda hands on as they are. */
function bytesOf({ value = null }: RecordedFunction): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${JSON.stringify(text)}.encode()`;
}

/** The handler comes first: the stacks of the recordings show its second line. */
function raising({ errorType = 'Exception', errorMessage = '' }: RecordedFunction): string {
  const handler = handlerOf(`raise ${errorType}(${JSON.stringify(errorMessage)})`);
  if (errorType === 'Exception') return handler;
  return `${handler}\n\nclass ${errorType}(Exception):\n    pass\n`;
}
