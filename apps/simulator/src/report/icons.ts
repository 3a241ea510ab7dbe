/** The signs of the terminal report, one per meaning. */
export interface Icons {
  readonly stateSucceeded: string;
  readonly failed: string;
  readonly pipelineSucceeded: string;
  readonly safe: string;
  readonly warning: string;
  readonly critical: string;
  readonly analysis: string;
}

/** The source document's own signs. */
export const emojiIcons: Icons = {
  stateSucceeded: '✅',
  failed: '❌',
  pipelineSucceeded: '✅',
  safe: '✅',
  warning: '⚠️',
  critical: '❌',
  analysis: '🔍',
};

/** For consoles that cannot show emoji: the words of conflict-report.md 3.1. */
export const asciiIcons: Icons = {
  stateSucceeded: '[OK]',
  failed: '[FAIL]',
  pipelineSucceeded: '[SUCCESS]',
  safe: '[OK]',
  warning: '[WARNING]',
  critical: '[CRITICAL]',
  analysis: '[TIMEOUT ANALYSIS]',
};
