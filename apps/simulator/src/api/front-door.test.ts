import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openFrontDoor, type FrontDoor } from './front-door.ts';

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor({ port: 0 });
});
afterEach(() => door.close());

function send(path: string, headers: Record<string, string> = {}): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    request(`${door.url}${path}`, { headers }, (response: IncomingMessage) => {
      text(response).then((body) => resolve([response.statusCode ?? 0, body]), reject);
    })
      .on('error', reject)
      .end();
  });
}
const answerWith =
  (body: string) =>
  (_: unknown, response: { end(body: string): unknown }): void =>
    void response.end(body);

describe('the front door', () => {
  it('hands a request to the service that it is for', async () => {
    door.mount('states', answerWith('states'));
    door.mount('lambda', answerWith('lambda'));
    door.mount('s3', answerWith('s3'));

    expect(await send('/')).toEqual([200, 'states']);
    expect(await send('/2015-03-31/functions/')).toEqual([200, 'lambda']);
    expect(await send('/key', { host: `bucket.localhost:${door.port}` })).toEqual([200, 's3']);
  });

  it('lets a request wait until its service is there', async () => {
    const waiting = send('/');
    door.mount('states', answerWith('late'));
    door.allMounted();

    expect(await waiting).toEqual([200, 'late']);
  });

  it('refuses what is not there once all is', async () => {
    const waiting = send('/');
    door.allMounted();

    expect(await waiting).toEqual([503, 'The simulator does not serve "states" here\n']);
  });

  it('ends what is in flight of a service that leaves, and that alone', async () => {
    const arrived = Promise.withResolvers<void>();
    const other = Promise.withResolvers<() => void>();
    const leave = door.mount('lambda', () => arrived.resolve());
    door.mount('states', (_, response) => other.resolve(() => void response.end('kept')));
    const inFlight = send('/2015-03-31/functions/').catch((error: Error) => error.message);
    const kept = send('/');
    await arrived.promise;
    const finish = await other.promise;
    leave();
    finish();
    door.allMounted();

    expect(await inFlight).toBe('socket hang up');
    expect(await kept).toEqual([200, 'kept']);
    expect((await send('/2015-03-31/functions/'))[0]).toBe(503);
  });

  it.each([
    [{ host: 'evil.example' }, 403],
    [{ host: 'localhost.evil.example' }, 403],
    [{ origin: 'http://evil.example' }, 403],
    [{ host: 'bucket.localhost', origin: 'http://evil.example' }, 403],
    [{ host: 'bucket.localhost' }, 200],
  ])('answers a request with %j by %i', async (headers, status) => {
    for (const service of ['states', 's3'] as const) door.mount(service, answerWith('ok'));

    expect((await send('/', headers))[0]).toBe(status);
  });
});
