import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageApp, type PackagedFunction } from './package-app.ts';

const help = `Usage: node tools/package/src/main.ts --project DIR --out DIR
Make one zip per handler of an app. Exit 0 when every zip is within its budget, 1 when one is not.`;

export interface Io {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/**
 * Package an app from the command line.
 *
 * @param args - without node and script
 * @param repositoryRoot - what `--project` and `--out` are relative to
 * @returns exit code: 0 done, 1 over the budget, 2 wrong usage
 * @throws what packageApp throws
 */
export async function run(
  args: readonly string[],
  io: Io,
  repositoryRoot: string,
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { project: { type: 'string' }, out: { type: 'string' } },
  });
  const { project, out } = values;
  if (typeof project !== 'string' || typeof out !== 'string') {
    io.err(help);
    return 2;
  }
  const packaged = await packageApp({
    repositoryRoot,
    appRoot: resolve(repositoryRoot, project),
    outDir: resolve(repositoryRoot, out),
  });
  for (const each of packaged) io.out(describe(each, repositoryRoot));

  const tooLarge = packaged.filter(({ zipBytes, budgetBytes }) => zipBytes > budgetBytes);
  for (const each of tooLarge) io.err(complain(each));
  return tooLarge.length > 0 ? 1 : 0;
}

function describe(packaged: PackagedFunction, repositoryRoot: string): string {
  return [
    packaged.name,
    `js ${packaged.jsBytes} bytes`,
    `zip ${packaged.zipBytes} bytes of ${packaged.budgetBytes}`,
    `sha256 ${packaged.sha256}`,
    relative(repositoryRoot, packaged.zipPath),
  ].join('  ');
}

function complain({ name, zipBytes, budgetBytes, bytesByPackage }: PackagedFunction): string {
  const largest = bytesByPackage.slice(0, 5).map(([from, bytes]) => `${from} ${bytes}`);
  return `${name} is ${zipBytes - budgetBytes} bytes over its budget; largest in the bundle: ${largest.join(', ')}`;
}
