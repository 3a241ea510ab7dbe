// A process of its own that opens the engine of a folder, says so, and waits to be killed.
// Arguments: data folder; `exit` to come to the end without stopping the engine.
import { openPostgres } from '../src/open-postgres.ts';

const [dataDir = '', manner] = process.argv.slice(2);
const { HOME, XDG_CACHE_HOME } = process.env;
const { provider, connection } = await openPostgres({
  dataDir,
  env: { HOME, XDG_CACHE_HOME, PIPELINES_NO_DOCKER: '1' },
});
console.log(JSON.stringify({ provider, connection, uid: process.getuid?.() }));
if (manner !== 'exit') process.stdin.resume();
