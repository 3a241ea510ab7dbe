import { createInterface } from 'node:readline/promises';

/**
 * Ask the person at the terminal for one line.
 *
 * @param question - printed as it is, before the cursor
 * @param streams - of the process; `signal` ends the wait
 * @returns `undefined` without a terminal, where nobody can answer: pipes, CI, cron
 * @throws the reason of `signal`
 */
export async function askOnTerminal(
  question: string,
  {
    input,
    output,
    signal,
  }: {
    readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
    readonly output: NodeJS.WritableStream;
    readonly signal: AbortSignal;
  },
): Promise<string | undefined> {
  if (input.isTTY !== true) return undefined;
  const terminal = createInterface({ input, output });
  try {
    return await terminal.question(question, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    terminal.close();
  }
}
