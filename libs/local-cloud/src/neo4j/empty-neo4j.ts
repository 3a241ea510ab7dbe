import { withNeo4j, type Neo4jAddress } from './ask-neo4j.ts';

/** Rows of one transaction: more would have to fit into the server's memory at once. */
const ROWS = 10_000;

/** Constraints first: each holds an index that cannot be dropped before it. */
const OBJECTS = [
  ['CONSTRAINT', 'CONSTRAINTS'],
  ['INDEX', 'INDEXES'],
] as const;

/**
 * Delete everything in a graph: nodes, relationships, constraints and indexes. For the graphs of
 * tests and of the simulator, never for a given one that is not expressly a test's.
 *
 * @throws the driver's error, with its `code`
 */
export async function emptyNeo4j(address: Neo4jAddress): Promise<void> {
  await withNeo4j(address, async (session) => {
    // CALL … IN TRANSACTIONS wants an implicit transaction, which `run` is.
    await session.run(
      `MATCH (node) CALL (node) { DETACH DELETE node } IN TRANSACTIONS OF ${ROWS} ROWS`,
    );
    for (const [kind, kinds] of OBJECTS) {
      const { records } = await session.run(`SHOW ${kinds} YIELD name`);
      for (const record of records) {
        const name = String(record.get('name')).replaceAll('`', '``');
        await session.run(`DROP ${kind} \`${name}\` IF EXISTS`);
      }
    }
  });
}
