import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { checkCredentials } from './aws-credentials.ts';
import { deployedFunctions as functions } from './deployed-functions.ts';
import { namesOf } from './names.ts';
import { previousVersion } from './previous-version.ts';
import { readSettings } from './settings.ts';

/**
 * Move the alias `live` of functions back to the version that was published before: state machines
 * call the alias, so their next call runs the old code.
 *
 * `nx run infra:rollback -- --stage prod [--function download-csv]`; needs the AWS CLI and its
 * credentials.
 */
const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: 'dev' },
    region: { type: 'string', default: 'us-east-2' },
    function: { type: 'string', multiple: true, default: [] },
  },
});
const context: Readonly<Record<string, string>> = {
  stage: values.stage,
  // Only names are asked of the settings here.
  github_repo: 'none/none',
};
const names = namesOf(readSettings((name) => context[name], {}));
const wanted = functions.filter(
  ({ name }) => values.function.length === 0 || values.function.includes(name),
);

function aws(...args: readonly string[]): unknown {
  const all = ['lambda', ...args, '--region', values.region, '--output', 'json'];
  const { status, stdout, error } = spawnSync('aws', all, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error) throw new Error(`The AWS CLI cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`aws lambda ${args[0]} ended with ${status}.`);
  return JSON.parse(stdout);
}

try {
  await checkCredentials('rollback');
  for (const spec of wanted) {
    const functionName = names.function(spec);
    const target = ['--function-name', functionName];
    const versions = aws('list-versions-by-function', ...target);
    const alias = aws('get-alias', ...target, '--name', 'live');
    const version = previousVersion(versions, alias);
    if (version === undefined) {
      console.log(`${functionName}: there is no version before the present one`);
      continue;
    }
    aws('update-alias', ...target, '--name', 'live', '--function-version', version);
    console.log(`${functionName}: live is version ${version}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
