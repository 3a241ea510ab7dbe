import { failureOf, failureOfCrash, type Failure } from './failure.ts';
import { runContainer } from './run-container.ts';

/** ECS stops a container by SIGTERM: somebody stopped the task, or AWS needs the machine. */
const interrupted = new Promise<Failure>((resolve) => {
  process.on('SIGTERM', () =>
    resolve(failureOf('ContainerStoppedError', 'The container was told to stop', [])),
  );
  process.on('uncaughtException', (error) => resolve(failureOfCrash(error)));
  process.on('unhandledRejection', (reason) => resolve(failureOfCrash(reason)));
});

// What the function left open must not keep the container.
void runContainer(process.env, interrupted).then((exitCode) => process.exit(exitCode));
