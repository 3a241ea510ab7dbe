import { findBase } from './find-base.ts';

/** What ci.yml adds to its environment: the commit that Nx compares with. BASE is GitHub's word. */
console.log(`NX_BASE=${findBase(process.env['BASE'], process.cwd())}`);
