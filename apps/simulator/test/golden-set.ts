import path from 'node:path';

/** Golden set A: inputs and both tasks' results, run at 2025-01-20T14:30:00Z. */
export const goldenA = path.join(import.meta.dirname, '../../conflict-report/test/golden/A');
