import { describe, expect, it } from '@jest/globals';
import { httpReport } from './http-report.ts';

describe('httpReport', () => {
  it('tells what each program counted, what functions brought, and why the rest is missed', () => {
    const counts = {
      plain: { cases: 4, passed: 1, misses: ['a', 'b', 'c'] },
      withFunctions: { cases: 4, passed: 2, misses: ['b', 'c'] },
      scripts: { cases: 3, passed: 1, misses: ['s', 't'] },
    };

    const page = httpReport(counts, { b: 'One reason.', c: 'One reason.', s: 'Another.' });

    expect(page).toContain(' 1 of the cases call');
    expect(page).toContain(
      [
        '| Program                                   | Passed        |',
        '| ----------------------------------------- | ------------- |',
        '| `http_runner.py`                          | 1/4 (25.00 %) |',
        '| `http_runner.py`, functions created first | 2/4 (50.00 %) |',
        '| `api_runner.py`                           | 1/3 (33.33 %) |',
      ].join('\n'),
    );
    expect(page).toContain('without their functions: `a`.');
    expect(page).toContain('- One reason. `b`, `c`\n');
    expect(page).toMatch(/- Another\. `s`\n- Not yet explained\. `t`$/);
  });
});
