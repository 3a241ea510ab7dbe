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
  const reply = (text: string, headers: IncomingHttpHeaders): Reply => {
    const body = JSON.parse(text) as { query: string; variables: Record<string, unknown> };
    const operation = /(?:query|mutation) (\w+)/.exec(body.query)?.[1] ?? '';
    asked.push({ operation, variables: body.variables, headers });
    if (headers['dagster-cloud-api-token'] !== script.token) return { status: 401, text: '' };
    const polls = asked.filter((one) => one.operation === 'RunStatus').length;
    const data = answerTo(operation, script, polls);
    return typeof data === 'number'
      ? { status: data, text: '' }
      : { status: 200, text: JSON.stringify({ data }) };
  };
  const server = createServer((request, response) => {
    let question = '';
    request.setEncoding('utf8').on('data', (part: string) => (question += part));
    request.on('end', () => {
      const { status, text } = reply(question, request.headers);
      response.writeHead(status, { location: '/elsewhere' }).end(text);
    });
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

interface Reply {
  readonly status: number;
  readonly text: string;
}

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
