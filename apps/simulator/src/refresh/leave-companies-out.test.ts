import { describe, expect, it } from '@jest/globals';
import { leaveCompaniesOut } from './leave-companies-out.ts';

const TARGET = { bucket: 'mine', key: 'raw/companies/' };

function linesFor(
  { files, isNamed = false }: { readonly files: readonly string[]; readonly isNamed?: boolean },
  env: Readonly<Record<string, string>>,
): readonly string[] {
  const lines: string[] = [];
  const companies = { companyFiles: files, areCompaniesNamed: isNamed };
  leaveCompaniesOut(companies, TARGET, { env, say: (line) => void lines.push(line) });
  return lines;
}

describe('company files for an S3 of the user', () => {
  const files = ['/data/sbir/a-company_search_1.csv', '/data/sbir/b-company_search_2.csv'];

  it('stay where they are, and a line says how to put them there', () => {
    const env = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000' };

    expect(linesFor({ files }, env)).toEqual([
      expect.stringMatching(/^2 company files are not uploaded: AWS_ENDPOINT_URL_S3 or /),
      "  aws s3 cp /data/sbir s3://mine/raw/companies/ --recursive --exclude '*' " +
        "--include '*company_search*.csv' --endpoint-url http://127.0.0.1:9000",
    ]);
  });

  it('go to AWS itself where only its secrets are elsewhere, from a folder with any name', () => {
    const env = { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:9001' };

    const [, command] = linesFor({ files: ["/it's here/a-company_search_1.csv"] }, env);

    expect(command).toBe(
      "  aws s3 cp '/it'\\''s here' s3://mine/raw/companies/ --recursive --exclude '*' " +
        "--include '*company_search*.csv'",
    );
  });

  it('are not mentioned when there are none', () => {
    expect(linesFor({ files: [] }, {})).toEqual([]);
  });

  it('are refused when the command line names them', () => {
    expect(() => linesFor({ files, isNamed: true }, {})).toThrow(
      /^--companies: 2 company files are not uploaded: [^]*\nThen run without --companies\.$/,
    );
  });
});
