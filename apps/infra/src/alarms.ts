/** An alarm of the operation, and the page that says what to do. */
export interface AlarmSpec {
  /** Name of the alarm without its subject, and of its page: `docs/runbooks/<id>.md`. */
  readonly id: string;
  /** One sentence for the message that wakes somebody up. */
  readonly description: string;
}

/** Every kind of alarm. A check keeps them and their runbook pages together. */
export const alarms = {
  executionFailed: {
    id: 'execution-failed',
    description: 'An execution of a state machine failed or was aborted.',
  },
  executionTimedOut: {
    id: 'execution-timed-out',
    description: 'An execution of a state machine ran out of its time.',
  },
  executionThrottled: {
    id: 'execution-throttled',
    description: 'Step Functions or Lambda delayed calls: too many at once.',
  },
  functionNearTimeout: {
    id: 'function-near-timeout',
    description: 'A function ran longer than 12 of its 15 minutes.',
  },
  functionFailed: {
    id: 'function-failed',
    description: 'A function ended with an error.',
  },
  deadLetters: {
    id: 'dead-letters',
    description: 'An event reached neither its function nor its state machine.',
  },
  refreshStale: {
    id: 'refresh-stale',
    description: 'No refresh of the awards has succeeded for a week.',
  },
} as const satisfies Readonly<Record<string, AlarmSpec>>;
