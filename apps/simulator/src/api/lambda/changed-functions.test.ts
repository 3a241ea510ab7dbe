import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { clientFunctions, errorOf, newFunction, zipText } from '../../../test/lambda-fixture.ts';

const { serve } = clientFunctions();

describe('UpdateFunctionCode', () => {
  const newCode = async () => ({
    ZipFile: await zipText({ 'main.mjs': 'export const run = async () => "new";' }),
  });

  it('lets calls that begin afterwards run the new code', async () => {
    const { call } = await serve({ data: 'update' });
    const { body: before } = await call('POST', '', await newFunction());
    await call('POST', '/mine/invocations', 1);

    const { status, body } = await call('PUT', '/mine/code', await newCode());

    expect(status).toBe(200);
    expect(body).not.toMatchObject({ RevisionId: (before as { RevisionId: string }).RevisionId });
    expect((await call('GET', '/mine/configuration')).body).toEqual(body);
    expect((await call('POST', '/mine/invocations', 1)).body).toBe('new');
  });

  it('changes nothing in a dry run, for another revision, or with a zip that is none', async () => {
    const { call } = await serve({ data: 'unchanged' });
    const { body: before } = await call('POST', '', await newFunction());
    const code = await newCode();

    const dry = await call('PUT', '/mine/code', { ...code, DryRun: true });
    const other = await call('PUT', '/mine/code', { ...code, RevisionId: 'x' });
    const none = await call('PUT', '/mine/code', { ZipFile: 'AAAA' });

    expect(dry.body).toMatchObject({ CodeSize: Buffer.from(code.ZipFile, 'base64').length });
    expect(errorOf(other)).toMatchObject({ status: 412, code: 'PreconditionFailedException' });
    expect(errorOf(none)).toMatchObject({ code: 'InvalidParameterValueException' });
    expect((await call('GET', '/mine/configuration')).body).toEqual(before);
  });

  it('keeps the zip before the last, and no other', async () => {
    const { call, created } = await serve({ data: 'zips' });
    await call('POST', '', await newFunction());
    for (const n of [1, 2, 3]) {
      const ZipFile = await zipText({ 'main.mjs': `export const run = async () => ${n};` });
      await call('PUT', '/mine/code', { ZipFile });
    }

    const one = created.read('111111111111', 'mine');

    const folder = path.dirname(one ? created.zipPathOf(one) : '');
    expect(readdirSync(folder).filter((file) => file.endsWith('.zip'))).toHaveLength(2);
  });

  it.each([
    ['/none/code', 404, 'ResourceNotFoundException'],
    ['/etl-pipeline-function/code', 400, 'InvalidParameterValueException'],
  ])('refuses %s', async (resource, status, code) => {
    const { call } = await serve({ data: 'no-update' });

    expect(errorOf(await call('PUT', resource, await newCode()))).toMatchObject({ status, code });
  });
});

describe('DeleteFunction', () => {
  it('leaves neither function nor idle process, and the name free', async () => {
    const { call } = await serve({ data: 'delete' });
    const code = { 'main.mjs': 'export const run = async () => process.pid;' };
    await call('POST', '', await newFunction({}, code));
    const { body: pid } = await call('POST', '/mine/invocations', 1);

    const deleted = await call('DELETE', '/mine');

    expect([deleted.status, deleted.body]).toEqual([204, undefined]);
    expect((await call('GET', '/mine')).status).toBe(404);
    expect(errorOf(await call('POST', '/mine/invocations', 1)).status).toBe(404);
    expect((await call('POST', '', await newFunction({}, code))).status).toBe(201);
    expect((await call('POST', '/mine/invocations', 1)).body).not.toBe(pid);
  });

  it.each([
    ['/none', 404, 'ResourceNotFoundException'],
    ['/etl-pipeline-function', 400, 'InvalidParameterValueException'],
    ['/kept?Qualifier=$LATEST', 400, 'InvalidParameterValueException'],
    ['/kept?Qualifier=1', 404, 'ResourceNotFoundException'],
  ])('refuses %s', async (resource, status, code) => {
    const { call } = await serve({ data: 'no-delete' });
    await call('POST', '', await newFunction({ FunctionName: 'kept' }));

    expect(errorOf(await call('DELETE', resource))).toMatchObject({ status, code });
    expect((await call('GET', '/kept')).status).toBe(200);
  });
});
