import type { Neo4jEngine } from '@pipelines/local-cloud';
import type { FunctionSpec } from '@pipelines/workflows';

/**
 * The Neo4j that a function's manifest row asks for by declaring `NEO4J_URI`: the user's, or the
 * simulator's. With these values a function needs no secret (sbir-contracts.md 7.2).
 *
 * A user who gives NEO4J_URI gets exactly what they gave; `NEO4J_USER` counts as NEO4J_USERNAME.
 *
 * @param open - starts the simulator's Neo4j; called only when its values are needed
 */
export async function graphValues(
  spec: FunctionSpec,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly mode: 'real' | 'mock';
    open(): Promise<Neo4jEngine>;
  },
): Promise<Readonly<Record<string, string>>> {
  const { env, mode } = options;
  if (!spec.environment.includes('NEO4J_URI')) return {};
  if (env['NEO4J_URI']) {
    const user = env['NEO4J_USERNAME'] || env['NEO4J_USER'];
    return user ? { NEO4J_USERNAME: user } : {};
  }
  if (mode === 'mock') return {};
  const { uri, user, password, database } = await options.open();
  return {
    NEO4J_URI: uri,
    NEO4J_USERNAME: user,
    NEO4J_PASSWORD: password,
    NEO4J_DATABASE: database,
  };
}
