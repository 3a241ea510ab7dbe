import { PipelineError } from '@pipelines/core';

const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;
const SHOWN_CHARACTERS = 80;

/**
 * A configured schema name is not one that the SQL files may carry.
 *
 * The name is quoted and cut in the message: it comes from the environment, not from data.
 */
export class InvalidIdentifierError extends PipelineError {
  static {
    InvalidIdentifierError.prototype.name = 'InvalidIdentifierError';
  }

  readonly variable: string;

  constructor(variable: string, name: string) {
    const shown = JSON.stringify(name.slice(0, SHOWN_CHARACTERS));
    super(
      `${variable} is ${shown}: expected 1 to 63 lower-case letters, digits or "_", not starting with a digit`,
    );
    this.variable = variable;
  }
}

/**
 * Refuse a schema name that is not plain: lower case, digits and `_`, at most 63 characters.
 *
 * PostgreSQL would cut a longer name silently and fold an unquoted upper-case one, so both could
 * name another schema than the operator meant.
 *
 * @param name - the configured name
 * @param variable - what the message calls it, `conflict_schema` or the environment variable
 * @throws {InvalidIdentifierError} for every other name
 */
export function assertSchemaName(name: string, variable = 'schema'): void {
  if (!SCHEMA_NAME.test(name)) throw new InvalidIdentifierError(variable, name);
}

/**
 * Write a name as an SQL identifier: in double quotes, with inner quotes doubled.
 *
 * @param name - any name of a schema, table or column
 * @returns the identifier, `"Visit Date"`
 * @throws {InvalidIdentifierError} when the name is empty or holds NUL, which no identifier can
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new InvalidIdentifierError('identifier', name);
  return `"${name.replaceAll('"', '""')}"`;
}
