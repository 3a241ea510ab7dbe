import { describe, expect, it } from '@jest/globals';
import { bannerLines } from './serving.ts';

const endpoint = {
  url: 'http://127.0.0.1:8083',
  region: 'us-east-1',
  accessKeyId: 'LKIA0',
  secretAccessKey: 'made-up',
  provider: 'own' as const,
  stop: async () => undefined,
};
const facts = { url: endpoint.url, dataDir: 'data', engine: undefined, isMocked: true };

describe('the banner of serve', () => {
  it('exports one endpoint for all services', () => {
    const lines = bannerLines({ ...facts, s3: endpoint, secretsManager: endpoint });

    expect(lines.filter((line) => line.includes('AWS_ENDPOINT'))).toEqual([
      '  export AWS_ENDPOINT_URL=http://127.0.0.1:8083 AWS_DEFAULT_REGION=us-east-1',
    ]);
    expect(lines).toContain('  export AWS_ACCESS_KEY_ID=LKIA0');
  });

  it('exports besides what another process serves already', () => {
    const s3 = { ...endpoint, url: 'http://127.0.0.1:17000', provider: 'shared' as const };
    const lines = bannerLines({ ...facts, s3, secretsManager: endpoint });

    expect(lines).toContain('  S3          http://127.0.0.1:17000 (another process)');
    expect(lines.filter((line) => line.includes('AWS_ENDPOINT'))).toEqual([
      '  export AWS_ENDPOINT_URL=http://127.0.0.1:8083 AWS_DEFAULT_REGION=us-east-1',
      '  export AWS_ENDPOINT_URL_S3=http://127.0.0.1:17000',
    ]);
  });
});
