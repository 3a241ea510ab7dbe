import { PipelineError } from '@pipelines/core';
import { assertSchemaName, quoteIdentifier } from './identifiers.ts';
import type { SqlStep } from './parse-sql-task.ts';
import { scanSql } from './scan-sql.ts';

/** Values for psql's variables, as `psql -v name=value` gives them. */
export interface SqlBindings {
  readonly identifiers: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string | null>>;
}

/** A statement as the server gets it: `$n` in the text, its values apart. */
export interface BoundStatement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** A task file uses a variable that the caller gave no value for. */
export class UnknownSqlVariableError extends PipelineError {
  static {
    UnknownSqlVariableError.prototype.name = 'UnknownSqlVariableError';
  }

  readonly step: string;
  readonly variable: string;

  constructor(step: string, variable: string) {
    super(`Step "${step}" uses ${variable}, which was given no value`);
    this.step = step;
    this.variable = variable;
  }
}

/**
 * Fill in the variables of one step: `:"x"` becomes a quoted schema name, `:'x'` a parameter.
 *
 * A value never becomes part of the text, so it cannot be read as SQL. All uses of one name share
 * one `$n`; the file casts it (`:'as_of'::timestamptz`). A binding that the step does not use is
 * left out, as psql does: one set of bindings serves all files.
 *
 * @throws {UnknownSqlVariableError} when a variable has no binding
 * @throws {InvalidIdentifierError} when a schema name is not `^[a-z_][a-z0-9_]{0,62}$`
 */
export function bindSqlStep(step: SqlStep, bindings: SqlBindings): BoundStatement {
  const used: string[] = [];
  const text = scanSql(step.text, step.name).map((token) => {
    if (token.kind !== 'variable') return token.text;
    if (token.form === 'identifier') {
      return bindIdentifier(step, token.name, bindings.identifiers);
    }
    if (!Object.hasOwn(bindings.values, token.name)) {
      throw new UnknownSqlVariableError(step.name, token.text);
    }
    if (!used.includes(token.name)) used.push(token.name);
    return `$${used.indexOf(token.name) + 1}`;
  });
  return { text: text.join(''), values: used.map((name) => bindings.values[name] ?? null) };
}

function bindIdentifier(
  step: SqlStep,
  name: string,
  identifiers: Readonly<Record<string, string>>,
): string {
  const schema = Object.hasOwn(identifiers, name) ? identifiers[name] : undefined;
  if (schema === undefined) throw new UnknownSqlVariableError(step.name, `:"${name}"`);
  assertSchemaName(schema, name);
  return quoteIdentifier(schema);
}
