import type { Graph } from './connect-graph.ts';
import {
  GraphAuthenticationError,
  GraphSchemaError,
  GraphUnavailableError,
} from './graph-errors.ts';
import type { GraphProfile, NodeKind } from './graph-profile.ts';

const ONLINE_TIMEOUT_SECONDS = 300;

/**
 * Make the constraints and then the indexes of a profile, and wait until they are online. To be
 * called before any load: MERGE without its constraint scans, and makes duplicates in a race.
 *
 * What is there already stays. Nothing is ever dropped.
 *
 * @throws {GraphSchemaError} which names the object, when the data contradicts a constraint or
 *   an index is in the way
 */
export async function ensureSchema(graph: Graph, profile: GraphProfile): Promise<void> {
  for (const kind of profile.nodes) await makeObject(graph, constraintOn(kind));
  for (const kind of profile.nodes) {
    for (const property of kind.indexes ?? []) await makeObject(graph, indexOn(kind, property));
  }
  await runStatement(graph, `CALL db.awaitIndexes(${ONLINE_TIMEOUT_SECONDS})`);
}

interface SchemaObject {
  readonly name: string;
  readonly statement: string;
}

function constraintOn({ label, key }: NodeKind): SchemaObject {
  const name = `${snakeCase(label)}_${key}_unique`;
  return {
    name,
    statement: `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR (n:${label}) REQUIRE n.${key} IS UNIQUE`,
  };
}

function indexOn({ label }: NodeKind, property: string): SchemaObject {
  const name = `${snakeCase(label)}_${property}_index`;
  const statement = `CREATE INDEX ${name} IF NOT EXISTS FOR (n:${label}) ON (n.${property})`;
  return { name, statement };
}

async function makeObject(graph: Graph, { name, statement }: SchemaObject): Promise<void> {
  try {
    await runStatement(graph, statement);
  } catch (error) {
    if (error instanceof GraphUnavailableError || error instanceof GraphAuthenticationError) {
      throw error;
    }
    const code = (error as { code?: string }).code ?? 'no code';
    throw new GraphSchemaError(`"${name}" cannot be made in "${graph.database}": ${code}`);
  }
}

function runStatement(graph: Graph, statement: string): Promise<unknown> {
  return graph.write((transaction) => transaction.run(statement));
}

/** `ResearchInstitution` → `research_institution` */
function snakeCase(label: string): string {
  return label.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
