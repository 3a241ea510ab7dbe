import { PipelineError } from '@pipelines/core';

/** The function was packaged without a file that it needs. Package and deploy it anew. */
export class AssetMissingError extends PipelineError {
  static {
    AssetMissingError.prototype.name = 'AssetMissingError';
  }

  readonly path: string;

  constructor(path: string, options: { readonly cause: unknown }) {
    super(`${path.endsWith('.sql') ? 'SQL script' : 'File'} not found: ${path}`, options);
    this.path = path;
  }
}
