import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { keepOwnSources, type SourceMap } from './keep-own-sources.ts';

export interface BundleOptions {
  /** Root of the repository: every path in the bundle is relative to it. */
  readonly repositoryRoot: string;
  /** Handler source, absolute. */
  readonly entryFile: string;
}

export interface Bundle {
  /** `index.js` and `index.js.map`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Bytes of `index.js` by package, largest first. */
  readonly bytesByPackage: readonly (readonly [name: string, bytes: number])[];
}

/**
 * Bundle one handler and all it imports into CommonJS: it loads faster than ESM in Lambda, and the
 * SDK inside pins its version and loads no slower than the one of the runtime.
 *
 * The same sources give the same bytes in any folder: the output file is thought to lie in the root
 * of the repository, so no path of this machine reaches the source map.
 *
 * @throws when esbuild cannot resolve or parse a file; esbuild has printed where
 */
export async function bundleHandler({ repositoryRoot, entryFile }: BundleOptions): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: [entryFile],
    outfile: join(repositoryRoot, 'index.js'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // Packages publish ESM under `module`; esbuild's default for Node ignores it and cannot shake that tree.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
  return {
    files: new Map(
      outputFiles.map(({ path, contents }) => [
        basename(path),
        path.endsWith('.map') ? withoutLibraries(contents) : contents,
      ]),
    ),
    bytesByPackage: sizeByPackage(metafile),
  };
}

function withoutLibraries(mapFile: Uint8Array): Uint8Array {
  const map = JSON.parse(Buffer.from(mapFile).toString()) as SourceMap;
  const own = keepOwnSources(map, (source) => !source.split('/').includes('node_modules'));
  return Buffer.from(JSON.stringify(own));
}

function sizeByPackage({ outputs }: Metafile): [string, number][] {
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = packageOf(path);
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...sizes].sort(([, a], [, b]) => b - a);
}

/** `zod` of `…/node_modules/zod/v4/core.js`, `libs/core` of `libs/core/src/json.ts`. */
function packageOf(path: string): string {
  const library = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return library ?? path.split('/').slice(0, 2).join('/');
}
