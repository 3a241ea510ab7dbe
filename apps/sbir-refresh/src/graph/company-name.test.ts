import { describe, expect, it } from '@jest/globals';
import { normalizeCompanyName } from './company-name.ts';

describe('normalizeCompanyName', () => {
  it.each([
    ['Acme Technologies, Inc.', 'acme tech'],
    ['ABC Systems & Solutions LLC', 'abc sys sol'],
    ['Physical Sciences Inc.', 'physical sciences'],
    ['Johns & Sons', 'johns sons'],
    ['Quantum   Wave International', 'quantum wave intl'],
    ['Café Systèmes', 'café systèmes'],
    ['A.B.C. Company, L.L.C.', 'abc'],
    ['PC Photonics', 'pc photonics'],
    ['Co-Op Research Corporation', 'co op rsch'],
    ['The Company', 'the'],
    ['Plan B Labs', 'plan b labs'],
    ['Co', 'co'],
    ['Company, Inc.', 'company inc'],
    ['X-Ray Laboratories', 'x ray lab'],
    ['3M Company', '3m'],
    ['…', ''],
  ])('of "%s" is "%s"', (name, normalized) => {
    expect(normalizeCompanyName(name)).toBe(normalized);
  });
});
