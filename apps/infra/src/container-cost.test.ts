import { describe, expect, it } from '@jest/globals';
import { containerCost, type ContainerVolumes } from './container-cost.ts';

const volumes: ContainerVolumes = {
  secondsPerRun: { 'etl-pipeline-function': 3_540, 'load-neo4j': 3_540 },
  runsPerMonth: { 'etl-pipeline-function': 30, 'load-neo4j': 4 },
  zones: 2,
  hasOwnNetwork: true,
};
const size = { cpu: 1_024, memoryMb: 2_048, timeoutSeconds: 14_400 };

describe('containerCost', () => {
  it('is nothing where nothing runs in a container', () => {
    expect(containerCost({}, volumes)).toEqual([]);
  });

  it('counts CPU and memory by the hour, with a minute to start, and the endpoints', () => {
    const [task, endpoints, ...more] = containerCost({ 'etl-pipeline-function': size }, volumes);

    expect(task?.dollars).toBeCloseTo(30 * (0.03238 + 2 * 0.00356), 6);
    expect(endpoints?.dollars).toBeCloseTo(43.8);
    expect(more).toEqual([]);
  });

  it('counts the address of the load, and no endpoint', () => {
    const lines = containerCost({ 'load-neo4j': size }, volumes);

    expect(lines).toEqual([{ what: 'Fargate load-neo4j', dollars: expect.any(Number) }]);
    expect(lines[0]?.dollars).toBeCloseTo(4 * (0.03238 + 2 * 0.00356 + 0.005), 6);
  });

  it('counts no endpoint in a network that was there before', () => {
    const lines = containerCost(
      { 'etl-pipeline-function': size },
      { ...volumes, hasOwnNetwork: false },
    );

    expect(lines).toHaveLength(1);
  });
});
