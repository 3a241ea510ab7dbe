/** What the function host must know of a function; a row of the manifest has it all. */
export interface HostedFunction {
  readonly name: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Account of a function that a client created; those of the manifest are in every account. */
  readonly accountId?: string;
  /** As Lambda names it; {@link RUNTIME} where it is left out. */
  readonly runtime?: string;
  /** `file.export`, with folders before it; {@link HANDLER} where it is left out. */
  readonly handler?: string;
}

/** As Lambda and the deployment name it. */
export const RUNTIME = 'nodejs24.x';
/** Zips of this repository are built with `index.js` and its export `handler`. */
export const HANDLER = 'index.handler';
