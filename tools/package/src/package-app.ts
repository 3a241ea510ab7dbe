import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleHandler } from './bundle-handler.ts';
import { collectAssets, type Asset } from './collect-assets.ts';
import { writeZip } from './write-zip.ts';

export interface PackageOptions {
  readonly repositoryRoot: string;
  /** Folder of the app, absolute. */
  readonly appRoot: string;
  /** Emptied first. */
  readonly outDir: string;
}

/** One zip, as it lies on disk. */
export interface PackagedFunction {
  /** Name of the handler file, of the function and of the zip. */
  readonly name: string;
  readonly zipPath: string;
  readonly jsBytes: number;
  readonly zipBytes: number;
  readonly sha256: string;
  readonly budgetBytes: number;
  /** Bytes of the bundle by package, largest first. */
  readonly bytesByPackage: readonly (readonly [name: string, bytes: number])[];
}

/** The `lambda` field of an app's package.json. */
interface LambdaSettings {
  readonly assets: readonly Asset[];
  readonly budgetBytes: number;
}

/**
 * Make one zip per file of `src/handlers/`: the bundled code, its source map and the app's assets.
 *
 * Same sources, same bytes, whatever the folder, the clone or the time zone. A zip over its budget is
 * still written, so that it can be looked into; the caller decides what that means.
 *
 * @throws {AssetMissingError} when the app lists an asset that is not there
 */
export async function packageApp(options: PackageOptions): Promise<PackagedFunction[]> {
  const { assets, budgetBytes } = await readSettings(options.appRoot);
  const assetFiles = await collectAssets(options.appRoot, assets);
  await rm(options.outDir, { recursive: true, force: true });
  await mkdir(options.outDir, { recursive: true });

  const packaged: PackagedFunction[] = [];
  for (const entryFile of await handlerFiles(options.appRoot)) {
    const { repositoryRoot, outDir } = options;
    const name = basename(entryFile, '.ts');
    const { files, bytesByPackage } = await bundleHandler({ repositoryRoot, entryFile });
    const zip = await writeZip(new Map([...files, ...assetFiles]));
    const zipPath = join(outDir, `${name}.zip`);
    await writeFile(zipPath, zip);
    packaged.push({
      name,
      zipPath,
      jsBytes: files.get('index.js')?.length ?? 0,
      zipBytes: zip.length,
      sha256: createHash('sha256').update(zip).digest('hex'),
      budgetBytes,
      bytesByPackage,
    });
  }
  return packaged;
}

async function readSettings(appRoot: string): Promise<LambdaSettings> {
  const text = await readFile(join(appRoot, 'package.json'), 'utf8');
  const { lambda } = JSON.parse(text) as { readonly lambda: LambdaSettings };
  return lambda;
}

async function handlerFiles(appRoot: string): Promise<string[]> {
  const folder = join(appRoot, 'src/handlers');
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name));
}
