#!/usr/bin/env node
// By its path, not by its name: nothing may be installed yet.
import { launch } from '../../../libs/command-line/launch.mjs';

await launch('simulator', new URL('../src/bin.ts', import.meta.url));
