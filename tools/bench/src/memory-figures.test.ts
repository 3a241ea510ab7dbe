import { expect, it } from '@jest/globals';
import { describeMemory } from './memory-figures.ts';

const MIB = 2 ** 20;

it('tells the simulator, its Lambdas and PostgreSQL apart', () => {
  const sizes = [
    ['node apps/simulator/src/bin.ts run etl-pipeline', 150],
    ['/bin/node --max-old-space-size=921 src/functions/bootstrap.mjs', 90],
    ['/bin/node --max-old-space-size=921 src/functions/bootstrap.mjs', 95],
    ['/bin/sh -c ulimit -c 0 /bin/node src/functions/bootstrap.mjs', 2],
    ['/cache/bin/postgres -D /data', 40],
    ['postgres: pipelines postgres 127.0.0.1(1) UPDATE', 600],
  ] as const;
  const processes = sizes.map(([commandLine, mib], pid) => {
    const bytes = mib * MIB;
    return { pid, commandLine, residentBytes: bytes, proportionalBytes: bytes / 2 };
  });

  expect(describeMemory({ processes, totalBytes: 700 * MIB })).toEqual({
    simulatorMib: 150,
    lambdaMib: 95,
    lambdas: 2,
    postgresMib: 600,
    totalMib: 700,
  });
});
