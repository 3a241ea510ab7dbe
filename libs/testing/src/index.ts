export { findLeaks } from './find-leaks.ts';
export { startTestPostgres, type TestPostgres } from './test-postgres.ts';
