import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { watchProcessTree } from '@pipelines/local-cloud';
import { startSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(180_000);

/** A share of the million that the bench runs: without a bound they take 370 MiB already. */
const LINES = 150_000;
const MOST_MIB = 300;

/** An execution for each line of a CSV file, whose results are written to the same bucket. */
const definition = JSON.stringify({
  StartAt: 'Lines',
  States: {
    Lines: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Parameters: { Bucket: 'lines', Key: 'lines.csv' },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'lines', Prefix: 'results' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Keep',
        States: { Keep: { Type: 'Pass', End: true } },
      },
      End: true,
    },
  },
});

describe('simulator serve', () => {
  const cwd = temporaryFolder();

  it('runs a distributed Map over a large file in bounded memory', async () => {
    const serve = startSimulator(['serve', '--no-engines', '--port', '0'], { cwd });
    const watch = watchProcessTree(serve.child.pid ?? 0, { intervalMs: 200 });
    const banner = await serve.printed('Stop with Ctrl-C.');
    const endpoint = /URL +(http:\S+)/.exec(banner)?.[1] ?? '';
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const config = { endpoint, region: 'us-east-1', credentials };
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    const states = new SFNClient(config);
    const lines = Array.from({ length: LINES }, (_, i) => `${i},name ${i}\n`);
    await s3.send(new CreateBucketCommand({ Bucket: 'lines' }));
    const Body = `id,name\n${lines.join('')}`;
    await s3.send(new PutObjectCommand({ Bucket: 'lines', Key: 'lines.csv', Body }));

    const status = await runToEnd(states);
    const { processes } = await watch.stop();
    for (const client of [s3, states]) client.destroy();
    serve.child.kill('SIGTERM');
    await serve.ended;
    const peakMib = Math.max(...processes.map((one) => one.residentBytes)) / 1024 ** 2;

    expect(status).toBe('SUCCEEDED');
    expect(peakMib).toBeGreaterThan(30);
    expect(peakMib).toBeLessThan(MOST_MIB);
  });
});

async function runToEnd(states: SFNClient): Promise<string | undefined> {
  const { stateMachineArn } = await states.send(
    new CreateStateMachineCommand({
      name: 'lines',
      definition,
      roleArn: 'arn:aws:iam::012345678901:role/unused',
    }),
  );
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn }));
  for (;;) {
    const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return status;
    await sleep(200);
  }
}
