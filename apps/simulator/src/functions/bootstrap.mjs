// Runs inside the function's process, as Lambda's own Node.js runtime does: takes work from the
// Runtime API, calls the handler, posts its result. Plain JavaScript on purpose: it starts a few
// milliseconds sooner, and nothing of it depends on the folder that it runs in.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [authority, token] = process.env.AWS_LAMBDA_RUNTIME_API.split('/');
const [host, port] = authority.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
// Kept before the handler's code can replace them.
const writers = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));

// In the words of Lambda's runtime; a Promise that nothing can settle any more.
const NEVER_SETTLED =
  'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';

let requestId;
let giveUpWaiting;
// The event loop is empty: without this the process would end in the middle of an invocation.
process.on('beforeExit', () => giveUpWaiting?.(named('Runtime.NodeJsExit', NEVER_SETTLED)));

process.on('unhandledRejection', (reason) =>
  die(128, {
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: String(reason),
    trace: stackOf(reason),
  }),
);
process.on('uncaughtException', (error) => die(129, describe(error)));

const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER).catch(
  async (error) => {
    await call('POST', '/init/error', JSON.stringify(describe(error)));
    process.exit(1);
  },
);
for (;;) await serveOne(handler);

async function serveOne(run) {
  const { headers, body } = await call('GET', '/invocation/next');
  requestId = headers['lambda-runtime-aws-request-id'];
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
  const [kind, answer] = await answerOf(run, body, headers);
  await endLogs();
  await call('POST', `/invocation/${requestId}/${kind}`, answer);
  requestId = undefined;
}

async function answerOf(run, body, headers) {
  try {
    const result = await Promise.race([
      run(JSON.parse(body), contextOf(headers)),
      new Promise((_, reject) => (giveUpWaiting = reject)),
    ]);
    return ['response', serialise(result)];
  } catch (error) {
    return ['error', JSON.stringify(describe(error))];
  }
}

function serialise(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    throw Object.assign(new Error('Unable to stringify response body'), {
      name: 'Runtime.MarshalError',
    });
  }
}

function contextOf(headers) {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

async function loadHandler(taskRoot, name) {
  const folder = path.dirname(name);
  const parts = /^([^.]*)\.(.+)$/.exec(path.basename(name));
  if (!parts) throw named('Runtime.MalformedHandlerName', 'Bad handler');
  const [, file, property] = parts;
  const module = await importFirst(path.resolve(taskRoot, folder, file), ['.js', '.mjs', '.cjs']);
  // A CommonJS bundle whose exports Node cannot see ahead of time has them on `default` alone.
  const found = propertyOf(module, property) ?? propertyOf(module.default, property);
  if (typeof found === 'function') return found;
  throw named('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
}

async function importFirst(base, extensions) {
  for (const extension of extensions) {
    const file = base + extension;
    try {
      return await import(pathToFileURL(file).href);
    } catch (error) {
      if (error instanceof SyntaxError) throw named('Runtime.UserCodeSyntaxError', String(error));
      const isAbsent =
        error?.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${file}'`);
      if (isAbsent) continue;
      if (/^(ERR_)?MODULE_NOT_FOUND$/.test(error?.code)) {
        throw named('Runtime.ImportModuleError', String(error));
      }
      throw error;
    }
  }
  const text = `Error: Cannot find module '${path.basename(base)}'`;
  throw named('Runtime.ImportModuleError', text);
}

function propertyOf(object, dottedName) {
  return dottedName.split('.').reduce((value, key) => value?.[key], object);
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

function describe(error) {
  if (error instanceof Error || (error?.name && error?.message !== undefined)) {
    return { errorType: error.name, errorMessage: error.message, trace: stackOf(error) };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function stackOf(error) {
  return String(error?.stack ?? '').split('\n');
}

// The parent cannot tell by time which lines belong to which invocation: pipes and the Runtime API
// are read independently. This line, last on each pipe, tells it.
async function endLogs() {
  await Promise.all(
    writers.map((write) => new Promise((done) => write(`\0end ${requestId}\n`, () => done()))),
  );
}

async function die(exitCode, failure) {
  if (requestId) {
    await endLogs();
    await call('POST', `/invocation/${requestId}/error`, JSON.stringify(failure));
  }
  process.exit(exitCode);
}

function call(method, resource, body) {
  return new Promise((resolve) => {
    const options = { host, port, method, path: `/${token}/2018-06-01/runtime${resource}`, agent };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    // Without the Runtime API there is nobody left to work for.
    request.on('error', () => process.exit(1));
    request.end(body);
  });
}
