import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One question that the server was asked. */
export interface Asked {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
}

/** What a Dagster of a test does. */
export interface DagsterScript {
  readonly token: string;
  /** Repositories that have the job `sbir_weekly_refresh_job`. */
  readonly repositories?: readonly string[];
  /** Type that a launch answers with. */
  readonly launch?: string;
  /** Statuses of the run, one a question, the last one stays; a number is an HTTP status. */
  readonly statuses?: readonly (string | number)[];
}

export interface DagsterServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

/** Start a loopback server that speaks as much of Dagster's GraphQL as a run needs. */
export async function startDagsterServer(script: DagsterScript): Promise<DagsterServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const operation = /(?:query|mutation) (\w+)/.exec(body.query)?.[1] ?? '';
    asked.push({ operation, variables: body.variables, headers: request.headers });
    if (request.headers['dagster-cloud-api-token'] !== script.token) {
      response.writeHead(401).end('who are you');
      return;
    }
    const polls = asked.filter((one) => one.operation === 'RunStatus').length;
    const data = answerTo(operation, script, polls);
    if (typeof data === 'number') response.writeHead(data).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(dataText(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const dataText = (data: unknown): string => JSON.stringify({ data });

function answerTo(operation: string, script: DagsterScript, polls: number): unknown {
  const { repositories = ['etl'], launch = 'LaunchRunSuccess', statuses = ['SUCCESS'] } = script;
  if (operation === 'FindJob') {
    const jobs = [{ name: 'other_job' }, { name: 'sbir_weekly_refresh_job' }];
    const nodes = repositories.map((name) => ({ name, location: { name: 'sbir' }, jobs }));
    return { repositoriesOrError: { __typename: 'RepositoryConnection', nodes } };
  }
  if (operation === 'LaunchRun') {
    const run = launch === 'LaunchRunSuccess' ? { run: { runId: 'run-1' } } : {};
    return { launchRun: { __typename: launch, ...run } };
  }
  const status = statuses[Math.min(polls, statuses.length) - 1];
  return typeof status === 'number' ? status : { runOrError: { __typename: 'Run', status } };
}
