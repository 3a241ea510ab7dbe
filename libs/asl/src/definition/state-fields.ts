import type { QueryLanguage, StateType } from './state-machine.ts';

/** What a field must hold, and in which query language it exists; in both when not said. */
export interface FieldRule {
  readonly holds: FieldContent;
  readonly only?: QueryLanguage;
}

export type FieldContent =
  | { readonly kind: 'any' | 'text' | 'boolean' | 'object' | 'array' }
  | {
      readonly kind: 'number';
      readonly isInteger: boolean;
      readonly least: number;
      readonly most: number;
    }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'path'; readonly isNullable: boolean }
  | {
      readonly kind: 'referencePath';
      readonly roots: readonly PathRootKind[];
      readonly isNullable: boolean;
    }
  | { readonly kind: 'template' }
  | { readonly kind: 'assign' }
  | { readonly kind: 'expression' | 'timestamp' | 'resource' };

export type PathRootKind = 'input' | 'context' | 'variable';

const ANY = { kind: 'any' } as const;
const TEXT = { kind: 'text' } as const;
const OBJECT = { kind: 'object' } as const;
const ARRAY = { kind: 'array' } as const;
const PATH = { kind: 'path', isNullable: false } as const;
const NULLABLE_PATH = { kind: 'path', isNullable: true } as const;
const TEMPLATE = { kind: 'template' } as const;
const MOST_SECONDS = 99_999_999;

/** A Map's numbers may come from the input or a variable, not from the context object. */
const NUMBER_PATH = {
  kind: 'referencePath',
  roots: ['input', 'variable'],
  isNullable: false,
} as const;

function integer(least: number, most = Number.MAX_SAFE_INTEGER): FieldContent {
  return { kind: 'number', isInteger: true, least, most };
}

function inJsonPath(holds: FieldContent): FieldRule {
  return { holds, only: 'JSONPath' };
}

function inJsonata(holds: FieldContent): FieldRule {
  return { holds, only: 'JSONata' };
}

/** Every field that a state of any type may have. */
export const FIELD_RULES: Readonly<Record<string, FieldRule>> = {
  Type: { holds: TEXT },
  Comment: { holds: TEXT },
  QueryLanguage: { holds: { kind: 'oneOf', values: ['JSONPath', 'JSONata'] } },
  InputPath: inJsonPath(NULLABLE_PATH),
  OutputPath: inJsonPath(NULLABLE_PATH),
  ResultPath: inJsonPath({ kind: 'referencePath', roots: ['input'], isNullable: true }),
  Parameters: inJsonPath(TEMPLATE),
  ResultSelector: inJsonPath(TEMPLATE),
  Result: inJsonPath(ANY),
  Arguments: inJsonata(ANY),
  Output: inJsonata(ANY),
  Assign: { holds: { kind: 'assign' } },
  Next: { holds: TEXT },
  End: { holds: { kind: 'boolean' } },
  Resource: { holds: { kind: 'resource' } },
  Credentials: { holds: OBJECT },
  TimeoutSeconds: { holds: integer(1, MOST_SECONDS) },
  TimeoutSecondsPath: inJsonPath(PATH),
  HeartbeatSeconds: { holds: integer(1, MOST_SECONDS) },
  HeartbeatSecondsPath: inJsonPath(PATH),
  Retry: { holds: ARRAY },
  Catch: { holds: ARRAY },
  Choices: { holds: ARRAY },
  Default: { holds: TEXT },
  Seconds: { holds: integer(0, MOST_SECONDS) },
  SecondsPath: inJsonPath(PATH),
  Timestamp: { holds: { kind: 'timestamp' } },
  TimestampPath: inJsonPath(PATH),
  Error: { holds: TEXT },
  ErrorPath: inJsonPath({ kind: 'expression' }),
  Cause: { holds: TEXT },
  CausePath: inJsonPath({ kind: 'expression' }),
  Branches: { holds: ARRAY },
  ItemProcessor: { holds: OBJECT },
  Iterator: { holds: OBJECT },
  ItemsPath: inJsonPath({
    kind: 'referencePath',
    roots: ['input', 'context', 'variable'],
    isNullable: false,
  }),
  Items: inJsonata(ANY),
  ItemSelector: { holds: TEMPLATE },
  ItemReader: { holds: OBJECT },
  ItemBatcher: { holds: OBJECT },
  ResultWriter: { holds: OBJECT },
  MaxConcurrency: { holds: integer(0) },
  MaxConcurrencyPath: inJsonPath(NUMBER_PATH),
  ToleratedFailureCount: { holds: integer(0) },
  ToleratedFailureCountPath: inJsonPath(NUMBER_PATH),
  ToleratedFailurePercentage: {
    holds: { kind: 'number', isInteger: false, least: 0, most: 100 },
  },
  ToleratedFailurePercentagePath: inJsonPath(NUMBER_PATH),
  Label: { holds: TEXT },
};

/** The fields that may be an expression in JSONata, or hold some; all others are what they are. */
export const EXPRESSION_FIELDS: ReadonlySet<string> = new Set([
  'Arguments',
  'Assign',
  'Cause',
  'Error',
  'HeartbeatSeconds',
  'ItemSelector',
  'Items',
  'MaxConcurrency',
  'Output',
  'Seconds',
  'TimeoutSeconds',
  'Timestamp',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
]);

const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const WITH_PATHS = [...COMMON, 'InputPath', 'OutputPath', 'Output'];
const WITH_NEXT = [...WITH_PATHS, 'Assign', 'Next', 'End'];
const WITH_RESULT = [...WITH_NEXT, 'ResultPath', 'Parameters'];
const WITH_WORK = [...WITH_RESULT, 'ResultSelector', 'Retry', 'Catch'];

/**
 * The fields that each type of state accepts.
 *
 * Source: Step Functions refuses a field on any other type with "Field 'X' is not supported".
 */
export const FIELDS_BY_TYPE: Readonly<Record<StateType, readonly string[]>> = {
  Task: [
    ...WITH_WORK,
    'Arguments',
    'Resource',
    'Credentials',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'HeartbeatSeconds',
    'HeartbeatSecondsPath',
  ],
  Wait: [...WITH_NEXT, 'SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'],
  Pass: [...WITH_RESULT, 'Result'],
  Succeed: WITH_PATHS,
  Fail: [...COMMON, 'Error', 'ErrorPath', 'Cause', 'CausePath'],
  Choice: [...WITH_PATHS, 'Assign', 'Choices', 'Default'],
  Parallel: [...WITH_WORK, 'Arguments', 'Branches'],
  Map: [
    ...WITH_WORK,
    'ItemProcessor',
    'Iterator',
    'ItemsPath',
    'Items',
    'ItemSelector',
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'ToleratedFailureCount',
    'ToleratedFailureCountPath',
    'ToleratedFailurePercentage',
    'ToleratedFailurePercentagePath',
    'Label',
  ],
};

/** Fields that a state must have. */
export const REQUIRED_FIELDS: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Parallel: ['Branches'],
};

/** Fields of which a state may have one only; with `isRequired`, exactly one. */
export interface ExclusiveFields {
  readonly fields: readonly string[];
  readonly isRequired: boolean;
}

function atMostOne(...fields: readonly string[]): ExclusiveFields {
  return { fields, isRequired: false };
}

function exactlyOne(...fields: readonly string[]): ExclusiveFields {
  return { fields, isRequired: true };
}

/** The exclusive fields of each type; AWS prints them in this order. */
export const EXCLUSIVE_FIELDS: Readonly<Partial<Record<StateType, readonly ExclusiveFields[]>>> = {
  Task: [
    exactlyOne('Next', 'End'),
    atMostOne('TimeoutSeconds', 'TimeoutSecondsPath'),
    atMostOne('HeartbeatSeconds', 'HeartbeatSecondsPath'),
  ],
  Wait: [
    exactlyOne('Next', 'End'),
    exactlyOne('SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'),
  ],
  Pass: [exactlyOne('Next', 'End')],
  Fail: [atMostOne('Error', 'ErrorPath'), atMostOne('Cause', 'CausePath')],
  Parallel: [exactlyOne('Next', 'End')],
  Map: [
    exactlyOne('Next', 'End'),
    exactlyOne('ItemProcessor', 'Iterator'),
    atMostOne('ItemSelector', 'Parameters'),
    atMostOne('MaxConcurrency', 'MaxConcurrencyPath'),
    atMostOne('ToleratedFailureCount', 'ToleratedFailureCountPath'),
    atMostOne('ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'),
  ],
};
