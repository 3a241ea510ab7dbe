/** One Lambda function, as the simulator runs it and as the deployment creates it. */
export interface FunctionSpec {
  /** Name of the function and of its zip, `etl-pipeline-function`. */
  readonly name: string;
  /** Folder under `apps/`. */
  readonly app: string;
  /** Handler file inside the app; it exports `handler`. */
  readonly entry: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Size of `/tmp`; 512 where it is left out, as in Lambda. */
  readonly ephemeralMb?: number;
  /** Every variable the function may read; nothing else reaches its process. */
  readonly environment: readonly string[];
  /** Secrets Manager ids it may read. */
  readonly secrets: readonly string[];
  /** Tables it may read, as `schema.table` or `schema.*`; or S3 prefixes and keys. */
  readonly reads: readonly string[];
  /** Tables, or S3 prefixes and keys, that it may write. */
  readonly writes: readonly string[];
  /** S3 keys that it may delete; nobody else deletes anything. */
  readonly deletes?: readonly string[];
  /** Those of `reads` and `writes` that an ordinary run does not need: a fallback, an option. */
  readonly rarely?: readonly string[];
}
