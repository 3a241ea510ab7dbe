import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleHandler } from './bundle-handler.ts';
import { readZip, unpackZip } from './read-zip.ts';

export interface PackageContainersOptions {
  readonly repositoryRoot: string;
  /** Folder of the app that holds the entry and the Dockerfile, absolute. */
  readonly appRoot: string;
  /** Emptied first. */
  readonly outDir: string;
  /** Folder of the zips, `<app>/<function>.zip` below it. */
  readonly zipDir: string;
}

/** One folder that an image is built in. */
export interface PackagedContainer {
  /** Name of the function and of the folder. */
  readonly name: string;
  readonly folder: string;
  /** Files of the function. */
  readonly files: number;
}

/** The `container` field of the app's package.json. */
interface ContainerSettings {
  /** `<app>/<function>` */
  readonly functions: readonly string[];
}

/** For Node on this machine, which would take our files for modules; the image has no such folder. */
const COMMON_JS = '{ "type": "commonjs" }\n';

/**
 * Make one folder per function that runs in a container: `Dockerfile`, `entry/` with the bundled
 * entry, and `task/` with what the function's zip holds.
 *
 * The zips come from their own packaging: a container runs the same bytes as Lambda. Same sources,
 * same files, so an image whose folder has not changed is not built again.
 *
 * @throws the file system's error when a zip is not there
 */
export async function packageContainers(
  options: PackageContainersOptions,
): Promise<PackagedContainer[]> {
  const { appRoot, outDir, repositoryRoot, zipDir } = options;
  const text = await readFile(join(appRoot, 'package.json'), 'utf8');
  const { container } = JSON.parse(text) as { readonly container: ContainerSettings };
  const entryFile = join(appRoot, 'src/main.ts');
  const { files: entry } = await bundleHandler({ repositoryRoot, entryFile });
  await rm(outDir, { recursive: true, force: true });

  const packaged: PackagedContainer[] = [];
  for (const path of container.functions) {
    const name = basename(path);
    const folder = join(outDir, name);
    const zip = await readZip(await readFile(join(zipDir, `${path}.zip`)));
    await mkdir(join(folder, 'entry'), { recursive: true });
    await copyFile(join(appRoot, 'Dockerfile'), join(folder, 'Dockerfile'));
    await writeFile(join(folder, 'package.json'), COMMON_JS);
    for (const [file, bytes] of entry) await writeFile(join(folder, 'entry', file), bytes);
    await unpackZip(zip, join(folder, 'task'));
    packaged.push({ name, folder, files: zip.length });
  }
  return packaged;
}
