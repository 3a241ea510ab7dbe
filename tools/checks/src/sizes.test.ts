import { describe, expect, it } from '@jest/globals';
import { listFunctions } from './functions.ts';
import { listFiles, listSources, readText } from './repository.ts';

/** CONTRIBUTING.md: aim at the first number, stop at the second. */
const FILE_LINES = { aim: 200, stop: 300 };
const FUNCTION_LINES = { aim: 35, stop: 50 };

const tests = listFiles((path) => /^(apps|libs|tools)\/.*\.test\.ts$/.test(path));
const functions = listSources().flatMap((path) =>
  listFunctions(path, readText(path)).map((fact) => ({ path, ...fact })),
);

describe('sizes', () => {
  it(`has no file over ${FILE_LINES.stop} lines`, () => {
    const sizes = [...listSources(), ...tests].map(
      (path) => [path, readText(path).split('\n').length - 1] as const,
    );

    const overAim = sizes.filter(([, lines]) => lines > FILE_LINES.aim);
    if (overAim.length > 0) console.info(`Files over ${FILE_LINES.aim} lines:`, overAim);
    expect(sizes.filter(([, lines]) => lines > FILE_LINES.stop)).toEqual([]);
  });

  it(`has no function over ${FUNCTION_LINES.stop} lines`, () => {
    const sizes = functions.map(
      ({ path, line, name, lines }) => [`${path}:${line} ${name}`, lines] as const,
    );

    const overAim = sizes.filter(([, lines]) => lines > FUNCTION_LINES.aim);
    if (overAim.length > 0) console.info(`Functions over ${FUNCTION_LINES.aim} lines:`, overAim);
    expect(sizes.filter(([, lines]) => lines > FUNCTION_LINES.stop)).toEqual([]);
  });

  it('has a docstring on every exported function of a library', () => {
    const bare = functions.filter(
      ({ path, isExported, docLines }) => path.startsWith('libs/') && isExported && docLines === 0,
    );

    expect(bare.map(({ path, line, name }) => `${path}:${line} ${name}`)).toEqual([]);
  });
});
