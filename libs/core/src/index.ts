export { systemClock, waitUntil, type Clock } from './clock.ts';
export { isJsonObject, type Json, type JsonObject } from './json.ts';
export { messageOf, PipelineError } from './pipeline-error.ts';
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
