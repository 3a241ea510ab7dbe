import { describe, expect, it } from '@jest/globals';
import { readContainers } from './container-settings.ts';

const read = (context: Readonly<Record<string, string>>) => readContainers((name) => context[name]);

describe('readContainers', () => {
  it('runs nothing in a container unless told', () => {
    expect(read({})).toEqual({});
    expect(read({ task_02: 'lambda', graph_load: 'lambda' })).toEqual({});
  });

  it('has sizes for work in the database and for work of its own', () => {
    expect(read({ task_02: 'container', graph_load: 'container' })).toEqual({
      'etl-pipeline-function': { cpu: 512, memoryMb: 1_024, timeoutSeconds: 14_400 },
      'load-neo4j': { cpu: 1_024, memoryMb: 2_048, timeoutSeconds: 14_400 },
    });
  });

  it('takes a size of Fargate and a time', () => {
    const sizes = {
      graph_load_cpu: '4096',
      graph_load_memory_mb: '30720',
      graph_load_hours: '0.5',
    };

    expect(read({ graph_load: 'container', ...sizes })).toEqual({
      'load-neo4j': { cpu: 4_096, memoryMb: 30_720, timeoutSeconds: 1_800 },
    });
  });

  it.each([
    [{ task_02: 'fargate' }, /task_02 must be lambda or container/],
    [{ graph_load_cpu: '1024' }, /graph_load_cpu, .* are of container alone/],
    [{ task_02: 'lambda', task_02_hours: '2' }, /are of container alone/],
    [{ task_02: 'container', task_02_cpu: '300' }, /must be a size of Fargate: 256: 512-2048/],
    [{ task_02: 'container', task_02_memory_mb: '8192' }, /must be a size of Fargate/],
    [{ task_02: 'container', task_02_memory_mb: '1500' }, /must be a size of Fargate/],
    [{ task_02: 'container', task_02_hours: '0' }, /task_02_hours must be more than 0/],
    [{ task_02: 'container', task_02_hours: '24' }, /at most 23/],
    [{ task_02: 'container', task_02_hours: 'long' }, /task_02_hours must be/],
  ])('refuses %j', (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
