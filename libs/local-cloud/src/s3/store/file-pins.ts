/** Who reads which file now. */
export interface FilePins {
  pin(file: string): void;
  unpin(file: string): Promise<void>;
  /** Run `action` now, or when the last reader has gone. */
  whenFree(file: string, action: () => Promise<void>): Promise<void>;
}

/** Count the readers of each file: an overwritten object must still reach those who began to read it. */
export function createFilePins(): FilePins {
  const readers = new Map<string, number>();
  const waiting = new Map<string, () => Promise<void>>();
  return {
    pin: (file) => void readers.set(file, (readers.get(file) ?? 0) + 1),
    async unpin(file) {
      const left = (readers.get(file) ?? 1) - 1;
      if (left > 0) {
        readers.set(file, left);
        return;
      }
      readers.delete(file);
      const action = waiting.get(file);
      waiting.delete(file);
      await action?.();
    },
    async whenFree(file, action) {
      if (readers.has(file)) waiting.set(file, action);
      else await action();
    },
  };
}
