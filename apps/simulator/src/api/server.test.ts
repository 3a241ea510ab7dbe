import { request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { longWait, makeMachine, openRegistry, passState } from '../../test/registry-fixture.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { createApiServer } from './server.ts';

const folder = temporaryFolder();
let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A bare request: fetch would not let a test choose Host or Origin. */
function send(
  resource: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const sent = request(`${api.url}${resource}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function call(
  target: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return send('/', {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${target}`,
      ...headers,
    },
  });
}

describe('the protocol', () => {
  it('answers in AWS JSON 1.0 with a request id', async () => {
    const { status, headers, text } = await call('ListStateMachines', '{}');

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(text)).toEqual({ stateMachines: [] });
  });

  it.each([
    ['Nothing', '{}', 'UnknownOperationException'],
    ['toString', '{}', 'UnknownOperationException'],
    ['ListStateMachines', '{', 'SerializationException'],
    ['ListStateMachines', '[]', 'SerializationException'],
    ['ListStateMachines', '{"maxResults":"3"}', 'SerializationException'],
  ])('refuses %s with %s as %s', async (target, body, type) => {
    const { status, text } = await call(target, body);

    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ __type: type });
  });

  it('refuses a body that is too large, and lives on', async () => {
    const { status } = await call('ListStateMachines', 'x'.repeat(9 * 1024 * 1024));

    expect(status).toBe(413);
    expect((await send('/health')).text).toBe('{"status":"ok"}');
  });

  it('names no content of a request when it fails itself', async () => {
    const problems: string[] = [];
    const registry = {
      ...api.registry,
      machines: () => {
        throw new Error('900-12-3456');
      },
    };
    const server = await createApiServer({
      registry,
      port: 0,
      onProblem: (line) => problems.push(line),
    });

    const response = await fetch(server.url, {
      method: 'POST',
      body: '{}',
      headers: {
        'Content-Type': 'application/json',
        'X-Amz-Target': 'AWSStepFunctions.ListStateMachines',
      },
    });

    expect(await response.json()).toEqual({
      __type: 'InternalFailure',
      message: 'The simulator failed; see its output.',
    });
    expect(problems).toEqual([expect.stringMatching(/^The simulator failed: Error at /)]);
    expect(problems[0]).not.toContain('900-12-3456');
    await server.close();
  });
});

describe('a request from elsewhere', () => {
  it.each([
    'evil.example',
    'evil.example:8083',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
  ])('is refused when Host is %j', async (host) => {
    expect((await send('/', { headers: { Host: host } })).status).toBe(403);
    expect((await call('ListStateMachines', '{}', { Host: host })).status).toBe(403);
  });

  it('is refused when Host names a bucket, and the request is not for S3', async () => {
    const answer = await call('ListStateMachines', '{}', { Host: 'bucket.localhost:8083' });

    expect(answer.status).toBe(403);
  });

  it.each(['localhost:1', '127.0.0.1', '[::1]:8083', 'sync-localhost:8083', 'sync-127.0.0.1:8083'])(
    'is answered when Host is %s',
    async (host) => {
      expect((await call('ListStateMachines', '{}', { Host: host })).status).toBe(200);
    },
  );

  it.each(['http://evil.example', 'https://localhost:8083', 'null'])(
    'is refused when Origin is %s',
    async (origin) => {
      expect((await call('ListStateMachines', '{}', { Origin: origin })).status).toBe(403);
    },
  );

  it('is answered when Origin is the page itself', async () => {
    expect((await call('ListStateMachines', '{}', { Origin: api.url })).status).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'is refused when its body is %j, which a form could send',
    async (type) => {
      const answer = await call('ListStateMachines', '{}', { 'Content-Type': type });

      expect(answer.status).toBe(415);
    },
  );

  it('is refused for other methods', async () => {
    expect((await send('/', { method: 'DELETE' })).status).toBe(405);
    expect((await send('/', { method: 'OPTIONS' })).status).toBe(405);
  });
});

describe('the page', () => {
  const secret = '{"ssn":"900-12-3456"}';

  beforeAll(async () => {
    const { arn } = makeMachine(api.registry, { '<b>&"State"</b>': passState }, { name: 'shown' });
    await api.registry.startExecution({ machineArn: arn, name: "it's", inputText: secret })
      .execution?.done;
    makeMachine(api.registry, { A: longWait }, { name: 'idle' });
  });

  it('lists machines and executions, with links', async () => {
    const { status, headers, text } = await send('/');

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('<h2>shown</h2>');
    expect(text).toContain('<h2>idle</h2>');
    expect(text).toContain(
      '/executions/it&#39;s?machine=arn%3Aaws%3Astates%3Aus-east-1%3A000000000000%3AstateMachine%3Ashown',
    );
    expect(text).toContain('SUCCEEDED');
  });

  it('shows the events of an execution, escaped, and nothing of its data', async () => {
    const { status, text } = await send("/executions/it's");

    expect(status).toBe(200);
    expect(text).toContain('PassStateEntered');
    expect(text).toContain('&lt;b&gt;&amp;&quot;State&quot;&lt;/b&gt;');
    expect(text).not.toContain('<b>');
    expect(text).not.toContain('900-12-3456');
  });

  it('runs no script and loads nothing from elsewhere', async () => {
    const { headers, text } = await send('/');

    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(text).not.toMatch(/<script|style=|https?:/);
    expect((await send('/page.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  });

  it.each([
    '/none',
    '/executions/none',
    '/executions/%E0%A4%A',
    '/executions/it%27s?machine=arn:aws:states:us-east-1:000000000000:stateMachine:idle',
  ])('answers 404 for %s', async (resource) => {
    expect((await send(resource)).status).toBe(404);
  });
});

describe('createApiServer', () => {
  it('says that a port is in use', async () => {
    const registry = openRegistry(folder);
    const port = Number(new URL(api.url).port);

    const second = createApiServer({ registry, port });

    await expect(second).rejects.toMatchObject({
      name: 'AddressInUseError',
      message: `Port ${port} of 127.0.0.1 is in use. Choose another with --port, or 0 for a free one.`,
    });
    await registry.close();
  });

  it('listens on loopback addresses alone', async () => {
    const server = createApiServer({ registry: api.registry, port: 0, host: '0.0.0.0' });

    await expect(server).rejects.toMatchObject({ name: 'AddressNotLoopbackError' });
  });
});
