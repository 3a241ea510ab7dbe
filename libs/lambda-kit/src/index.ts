export { BadRequestError } from './bad-request-error.ts';
export { ConfigError } from './config-error.ts';
export {
  createLogger,
  errorFields,
  logLevels,
  type LogFields,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from './create-logger.ts';
export { defineHandler, type HandlerSpec, type Invocation } from './define-handler.ts';
export { describeIssues } from './describe-issues.ts';
export { emitMetric, type Metric, type MetricOptions } from './emit-metric.ts';
export { parseEnv } from './parse-env.ts';
export { UnexpectedError } from './unexpected-error.ts';
export { xrayTraceId } from './xray-trace-id.ts';
