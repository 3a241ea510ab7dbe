import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPorts } from './create-ports.ts';

describe('createPorts', () => {
  let packageRoot: string;

  beforeEach(async () => {
    packageRoot = await mkdtemp(join(tmpdir(), 'package-root-'));
  });
  afterEach(() => rm(packageRoot, { recursive: true }));

  it('reads files of the package from LAMBDA_TASK_ROOT', async () => {
    await writeFile(join(packageRoot, 'one.sql'), 'select 1;');

    const { readAsset } = createPorts({ LAMBDA_TASK_ROOT: packageRoot });

    await expect(readAsset('one.sql')).resolves.toBe('select 1;');
  });

  it.each([
    ['sql/two.sql', 'SQL script not found: sql/two.sql'],
    ['rds-ca-bundle.pem', 'File not found: rds-ca-bundle.pem'],
  ])('names %s when it was left out of the package', async (path, message) => {
    const { readAsset } = createPorts({ LAMBDA_TASK_ROOT: packageRoot });

    await expect(readAsset(path)).rejects.toMatchObject({ name: 'AssetMissingError', message });
  });
});
