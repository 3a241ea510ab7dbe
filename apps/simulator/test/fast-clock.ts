import { type Clock, systemClock } from '@pipelines/core';

const SPEED = 5;
const startMs = Date.now();

/** Five seconds of a retry's wait in one, while child processes keep their own time. */
export const fastClock: Clock = {
  now: () => startMs + (Date.now() - startMs) * SPEED,
  setTimer: (dueAtMs, callback) =>
    systemClock.setTimer(startMs + (dueAtMs - startMs) / SPEED, callback),
};
