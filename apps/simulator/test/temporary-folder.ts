import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

/** A folder of this test file's own; removed after its last test, read-only folders in it too. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pipelines-simulator-'));
  afterAll(() => {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isDirectory()) chmodSync(path.join(entry.parentPath, entry.name), 0o700);
    }
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
