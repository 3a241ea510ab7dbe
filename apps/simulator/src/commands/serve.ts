import { functions, machines } from '@pipelines/workflows';
import { DEFAULT_PORT } from '../api/default-port.ts';
import { openFrontDoor } from '../api/front-door.ts';
import { mountServices } from '../api/mount-services.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { keepHeapSmall } from '../cli/keep-heap-small.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { bannerLines, parsePort, untilAborted } from '../cli/serving.ts';
import { untilStopped } from '../cli/until-stopped.ts';
import { withCloud } from '../cli/with-cloud.ts';

export const help = `Usage: simulator serve [options]
Answer the AWS CLI and SDK until Ctrl-C; a second Ctrl-C does not wait for the clean-up.

  --port N         default ${DEFAULT_PORT}; 0 takes a free one
  --host HOST      a loopback name only (default 127.0.0.1)
  --mock           start no engine: functions answer from mocks
  --no-engines     the endpoints alone; an engine starts when a function first needs it
  --verify-signatures
                   S3 and Secrets Manager take the printed key pair only (default: any),
                   and Lambda takes no functions
${commonOptionsHelp}

Exit codes: 130 and 143 after SIGINT and SIGTERM, 3 when the port or the engine is not to be had.

Examples:
  simulator serve --port 9000
  AWS_ENDPOINT_URL=http://127.0.0.1:${DEFAULT_PORT} aws stepfunctions list-state-machines`;

/** `simulator serve`: engines first, then the API, until a signal comes. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    port: { type: 'string', default: String(DEFAULT_PORT) },
    host: { type: 'string', default: '127.0.0.1' },
    mock: { type: 'boolean', default: false },
    'no-engines': { type: 'boolean', default: false },
    'verify-signatures': { type: 'boolean', default: false },
  });
  const { host } = values;
  const dataDir = values['data-dir'];
  const mode = values.mock ? ('mock' as const) : ('real' as const);
  const hasEngine = !values.mock && !values['no-engines'];

  keepHeapSmall();
  const door = await openFrontDoor({ port: parsePort(values.port), host });
  const sharedPort = { server: door, takesAnyKey: !values['verify-signatures'] };
  const options = { dataDir, mode, isQuiet: values.quiet, sharedPort };
  try {
    return await withCloud(io, options, async (cloud) => {
      const unmount = mountServices(door, cloud, {
        takesFunctions: sharedPort.takesAnyKey,
        onProblem: (line) => writeLine(io.err, line),
      });
      try {
        // Started now, not by the first task: commands on the same folder share what serve has.
        const s3 = await cloud.s3();
        const secretsManager = await cloud.secretsManager();
        door.allMounted();
        const engine = hasEngine
          ? await untilStopped(cloud, io.signal, () => cloud.postgres())
          : undefined;
        const facts = { url: door.url, dataDir, engine, isMocked: values.mock, s3, secretsManager };
        if (values.json) writeLine(io.out, JSON.stringify(jsonBanner(facts), undefined, 2));
        else for (const line of bannerLines(facts)) writeLine(io.out, line);
        return await untilAborted(io.signal);
      } finally {
        unmount();
      }
    });
  } finally {
    await door.close();
  }
}

function jsonBanner({
  url,
  dataDir,
  engine,
  s3,
  secretsManager,
}: Parameters<typeof bannerLines>[0]) {
  return {
    url,
    dataDir,
    machines: machines.map(({ name }) => name),
    functions: functions.map(({ name }) => name),
    postgres: engine && {
      host: engine.connection.host,
      port: engine.connection.port,
      database: engine.connection.database,
      version: engine.version,
      provider: engine.provider,
    },
    s3: s3 && { url: s3.url, accessKeyId: s3.accessKeyId },
    secretsManager: secretsManager && { url: secretsManager.url },
  };
}
