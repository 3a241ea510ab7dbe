import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Write a file of this machine, and the folders to it. Returns its absolute path. */
export async function writeOutput(cwd: string, file: string, text: string): Promise<string> {
  const path = resolve(cwd, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

/** A document as every report of a run is written. */
export const jsonText = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/**
 * Append outputs in the form of GitHub Actions, `name=value` a line, for the next steps of a job.
 *
 * @param file - what `$GITHUB_OUTPUT` names
 */
export async function appendGithubOutput(
  cwd: string,
  file: string,
  outputs: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
  await appendFile(resolve(cwd, file), lines.join(''));
}
