import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const PLATFORM = 'linux/arm64';
/** As ECS runs it: nothing writable but the volume. Without a token the answer is printed. */
const RUN = ['run', '--rm', '--read-only', '--cap-drop', 'ALL', '--network', 'none'];
/** Events that need no database. */
const EVENTS: Readonly<Record<string, string>> = {
  'etl-pipeline-function': '{"action":"task_02","use_mock":true}',
};

/** `nx run container:image`: build each image with Docker, and call what needs no database. */
const [folder = '.'] = process.argv.slice(2);
for (const name of readdirSync(folder).sort()) {
  const image = `pipelines/${name}`;
  docker(['build', '--platform', PLATFORM, '--tag', image, join(folder, name)]);
  const event = EVENTS[name];
  if (event !== undefined) {
    docker([...RUN, '--platform', PLATFORM, '--env', `TASK_EVENT=${event}`, image]);
  }
}

function docker(args: readonly string[]): void {
  const { status, error } = spawnSync('docker', args, { stdio: 'inherit' });
  if (error) console.warn('SKIPPED: docker is not on the PATH.');
  else if (status !== 0) process.exitCode = 1;
}
