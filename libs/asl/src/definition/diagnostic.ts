import { PipelineError } from '@pipelines/core';

/** The codes of ValidateStateMachineDefinition that this validator reports. */
export type DiagnosticCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_STATE_NAME'
  | 'INVALID_LABEL_NAME';

/** One finding, with the fields and the wording of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: DiagnosticCode;
  readonly message: string;
  /** `/States/Load/Next`; absent when the finding is about the document as a whole. */
  readonly location?: string;
}

/** A finding of the schema: the most frequent code. */
export function schemaError(location: string, message: string): Diagnostic {
  return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location };
}

/**
 * Step Functions refuses the definition. The message is that of CreateStateMachine, and
 * `diagnostics` are those of ValidateStateMachineDefinition.
 */
export class InvalidDefinitionError extends PipelineError {
  static {
    InvalidDefinitionError.prototype.name = 'InvalidDefinitionError';
  }

  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(`Invalid State Machine Definition: '${diagnostics.map(formatDiagnostic).join(', ')}'`);
    this.diagnostics = diagnostics;
  }
}

/** AWS prints `at null` when there is no location. */
function formatDiagnostic({ code, message, location }: Diagnostic): string {
  return `${code}: ${message} at ${location ?? 'null'}`;
}
