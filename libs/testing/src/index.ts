export { findLeaks } from './find-leaks.ts';
export { seededRandom } from './seeded-random.ts';
export {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from './test-neo4j.ts';
export { startTestPostgres, type TestPostgres } from './test-postgres.ts';
export { describeWithPython, itWithPython } from './with-python.ts';
