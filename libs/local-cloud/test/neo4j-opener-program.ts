// A process of its own that opens the Neo4j of a folder, writes a node, says so, and waits to be
// killed. Argument: data folder.
import { withNeo4j } from '../src/neo4j/ask-neo4j.ts';
import { openNeo4j } from '../src/neo4j/open-neo4j.ts';

const [dataDir = ''] = process.argv.slice(2);
const env = { ...process.env, PIPELINES_NO_DOCKER: '1' };
const engine = await openNeo4j({ dataDir, env, isThrowaway: true });
await withNeo4j(engine, (session) => session.run('CREATE (:Kept {answer: "42"})'));
console.log(JSON.stringify({ provider: engine.provider }));
process.stdin.resume();
