import type { Icons } from './icons.ts';
import { DOUBLE_RULE } from './terminal-report.ts';

/** What `test-connections` found out. With `error` something is missing. */
export interface ConnectionCheck {
  readonly conflictSchema: string;
  readonly analyticsSchema: string;
  /** The server's own words; absent when it could not be reached. */
  readonly server?: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly version: string;
  };
  readonly error?: string;
}

/** The check as text, in the order of conflict-report.md section 8. */
export function connectionLines(check: ConnectionCheck, icons: Icons): readonly string[] {
  const { server, conflictSchema, analyticsSchema, error } = check;
  return [
    DOUBLE_RULE,
    'CONNECTION TEST',
    DOUBLE_RULE,
    `Host: ${server ? `${server.host}:${server.port}` : 'N/A'}`,
    `Database: ${server?.database ?? 'N/A'}`,
    `Conflict Schema: ${conflictSchema}`,
    `Analytics Schema: ${analyticsSchema}`,
    DOUBLE_RULE,
    ...(server
      ? [`${icons.safe} Connected to Postgres: ${server.database}`, `   ${server.version}`]
      : []),
    ...(error === undefined
      ? [`${icons.safe} Both schemas exist`]
      : error
          .split(/\r?\n/)
          .map((line, index) => (index === 0 ? `${icons.failed} ` : '   ') + line)),
    DOUBLE_RULE,
    error === undefined ? 'CONNECTION SUCCESSFUL' : 'CONNECTION FAILED',
    DOUBLE_RULE,
  ];
}
