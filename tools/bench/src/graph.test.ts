import { describe, expect, it, jest } from '@jest/globals';
import { compareDriverLoop } from './driver-loop-peer.ts';
import { benchGraph } from './graph.ts';

describe('benchGraph', () => {
  it('refuses a size that the disk has no room for, before it writes anything', async () => {
    await expect(benchGraph({ awards: 1e12, python: 'none' })).rejects.toThrow(
      '1000000000000 awards need 12000000 GB',
    );
  });
});

describe('compareDriverLoop', () => {
  it('says loudly that it is skipped without a Python that has pandas and the driver', async () => {
    const error = jest.spyOn(console, 'error').mockReturnValue();
    const engine = { uri: 'bolt://127.0.0.1:1', user: 'neo4j', password: 'none', serverPid: '' };

    expect(await compareDriverLoop('/nowhere/python3', '/nowhere', engine)).toBeNull();

    expect(error).toHaveBeenCalledWith(expect.stringContaining("SKIPPED the driver's loop"));
    error.mockRestore();
  });
});
