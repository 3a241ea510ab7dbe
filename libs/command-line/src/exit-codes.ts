/**
 * Every exit code of a program, by what a caller would do about it.
 *
 * `failed`: an execution or invocation ended badly. `usage`: the command line is wrong.
 * `configuration`: a setting is missing, or the database cannot be reached. `qualityGate`: the data
 * did not pass its checks. `timeout`: a limit passed. `lock`: someone else is doing the same. The
 * last two are 128 + the signal's number. Source: sbir-contracts.md section 9.
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  configuration: 3,
  qualityGate: 4,
  timeout: 5,
  lock: 6,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the numbers of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
