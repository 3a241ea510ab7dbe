import { readFileSync } from 'node:fs';

/** Lambda's memory limit acts at once; a process can fill some 100 MB in this time. */
const SAMPLE_EVERY_MS = 25;

export interface MemoryWatch {
  /** Largest resident size seen since the last `reset`, in MB; 0 where /proc does not exist. */
  peakMb(): number;
  reset(): void;
  stop(): void;
}

/**
 * Watch the resident size of a process and report once when it exceeds `limitMb`.
 *
 * Reads /proc, so it works on Linux alone. Elsewhere only V8's heap is limited, by
 * `NODE_OPTIONS`: buffers outside the heap are not counted there.
 */
export function watchMemory(pid: number, limitMb: number, onExceeded: () => void): MemoryWatch {
  let peak = 0;
  const sample = (): void => {
    const residentMb = residentMbOf(pid);
    peak = Math.max(peak, residentMb);
    if (residentMb <= limitMb) return;
    clearInterval(timer);
    onExceeded();
  };
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  timer.unref();
  return {
    peakMb() {
      peak = Math.max(peak, residentMbOf(pid));
      return Math.ceil(peak);
    },
    reset() {
      peak = 0;
    },
    stop: () => clearInterval(timer),
  };
}

function residentMbOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
