import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { PipelineError } from '@pipelines/core';
import { RUNTIME } from './hosted-function.ts';

const NODE_BOOTSTRAP = path.join(import.meta.dirname, 'bootstrap.mjs');
const PYTHON_BOOTSTRAP = path.join(import.meta.dirname, 'bootstrap.py');

const NODE = /^nodejs\d{2}\.x$/;
const PYTHON = /^python3\.\d{1,2}$/;

/** There is no program here that runs functions of this runtime. */
export class RuntimeUnavailableError extends PipelineError {
  static {
    RuntimeUnavailableError.prototype.name = 'RuntimeUnavailableError';
  }
}

/** Whether a runtime is one of Lambda's for Python 3. */
export function isPython(runtime: string): boolean {
  return PYTHON.test(runtime);
}

/**
 * Program and arguments that run functions of a runtime: whatever its version, the Node.js of this
 * process, or the `python3` of the PATH.
 *
 * @throws {RuntimeUnavailableError} for another language, or when there is no `python3`
 */
export function runtimeCommand(
  runtime: string = RUNTIME,
  searchPath: string | undefined = process.env['PATH'],
): readonly [string, ...string[]] {
  if (NODE.test(runtime)) return [process.execPath, NODE_BOOTSTRAP];
  if (!isPython(runtime)) {
    throw new RuntimeUnavailableError(
      `The simulator runs functions in Node.js (nodejs24.x) and Python (python3.12), not in ${runtime}`,
    );
  }
  const program = findProgram('python3', searchPath ?? '');
  if (program !== undefined) return [program, PYTHON_BOOTSTRAP];
  throw new RuntimeUnavailableError(
    `The runtime ${runtime} needs a python3 on the PATH of the simulator, and there is none`,
  );
}

function findProgram(name: string, searchPath: string): string | undefined {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
