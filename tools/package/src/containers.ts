import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageContainers } from './package-containers.ts';

const repositoryRoot = join(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: { project: { type: 'string' }, out: { type: 'string' } },
});
const { project, out } = values;
if (project === undefined || out === undefined) {
  console.error('Usage: node tools/package/src/containers.ts --project DIR --out DIR');
  process.exitCode = 2;
} else {
  const packaged = await packageContainers({
    repositoryRoot,
    appRoot: resolve(repositoryRoot, project),
    outDir: resolve(repositoryRoot, out),
    zipDir: join(repositoryRoot, 'dist/apps'),
  });
  for (const { name, files, folder } of packaged) {
    console.log(`${name}  ${files} files  ${relative(repositoryRoot, folder)}`);
  }
}
