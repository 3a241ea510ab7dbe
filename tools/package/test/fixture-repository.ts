import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const libraries = join(import.meta.dirname, '../../../node_modules');

/** A repository with one app of one handler, which imports a lib of the repository and zod. */
const sources: Readonly<Record<string, string>> = {
  'apps/visits/src/handlers/count-visits.ts': `
    import { readFile } from 'node:fs/promises';
    import * as z from 'zod';
    import { double } from '../../../../libs/numbers/src/double.ts';
    export const handler = async (event: unknown) => {
      const { visits } = z.object({ visits: z.int() }).parse(event);
      if (visits < 0) throw new RangeError('too few');
      const sql = await readFile(process.env['LAMBDA_TASK_ROOT'] + '/sql/tasks/one.sql', 'utf8');
      return { doubled: double(visits), sql };
    };`,
  'apps/visits/src/handlers/count-visits.test.ts': `throw new Error('a test is no handler');`,
  'libs/numbers/src/double.ts': `export const double = (value: number): number => 2 * value;`,
  'sql/tasks/one.sql': 'select 1;\n',
  'sql/tasks/nested/two.sql': 'select 2;\n',
};

export interface FixtureOptions {
  readonly budgetBytes?: number;
  readonly assetFrom?: string;
}

export interface FixtureRepository {
  readonly root: string;
  readonly remove: () => Promise<void>;
}

/** Write the repository into a new folder, whose path differs in length as well from call to call. */
export async function createFixtureRepository({
  budgetBytes = 400_000,
  assetFrom = '../../sql/tasks',
}: FixtureOptions = {}): Promise<FixtureRepository> {
  const temporary = await mkdtemp(join(tmpdir(), 'package-'));
  const root = join(temporary, 'x'.repeat(1 + Math.floor(Math.random() * 40)));
  const manifest = { lambda: { budgetBytes, assets: [{ from: assetFrom, to: 'sql/tasks' }] } };
  const files = { ...sources, 'apps/visits/package.json': JSON.stringify(manifest) };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await mkdir(join(root, 'node_modules'));
  await symlink(join(libraries, 'zod'), join(root, 'node_modules/zod'));
  return { root, remove: () => rm(temporary, { recursive: true, force: true }) };
}
