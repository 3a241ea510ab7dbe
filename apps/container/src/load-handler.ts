import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PipelineError, type Json } from '@pipelines/core';
import type { Invocation } from '@pipelines/lambda-kit';

/** The function of a zip, as Lambda calls it. */
export type Handler = (event: Json, invocation: Invocation) => Promise<Json>;

/** The folder holds no function: the image was built wrong. */
export class HandlerMissingError extends PipelineError {
  static {
    HandlerMissingError.prototype.name = 'HandlerMissingError';
  }
}

/**
 * Load `index.handler` of an unpacked zip.
 *
 * @param taskRoot - folder with `index.js` and what lies beside it
 * @throws {HandlerMissingError} when there is none
 */
export async function loadHandler(taskRoot: string): Promise<Handler> {
  const { href } = pathToFileURL(join(taskRoot, 'index.js'));
  const module = await (import(href) as Promise<HandlerModule>).catch((cause: unknown) => {
    throw new HandlerMissingError('index.js of the function cannot be loaded', { cause });
  });
  // A CommonJS bundle whose exports Node cannot see ahead of time has them on `default` alone.
  const handler = module.handler ?? module.default?.handler;
  if (typeof handler === 'function') return handler as Handler;
  throw new HandlerMissingError('index.js of the function exports no handler');
}

interface HandlerModule {
  readonly handler?: unknown;
  readonly default?: { readonly handler?: unknown };
}
