import { describe, expect, it, jest } from '@jest/globals';
import { comparePandas } from './pandas-peer.ts';
import { benchRefresh } from './refresh.ts';

describe('benchRefresh', () => {
  it('refuses a size that the disk has no room for, before it writes anything', async () => {
    await expect(benchRefresh({ awards: 1e12, python: 'none' })).rejects.toThrow(
      '1000000000000 awards need 12000000 GB',
    );
  });
});

describe('comparePandas', () => {
  it('says loudly that it is skipped without a Python that has pandas', async () => {
    const error = jest.spyOn(console, 'error').mockReturnValue();

    expect(await comparePandas('/nowhere/python3', '/nowhere')).toBeNull();

    expect(error).toHaveBeenCalledWith(expect.stringContaining('SKIPPED the pandas peer'));
    error.mockRestore();
  });
});
