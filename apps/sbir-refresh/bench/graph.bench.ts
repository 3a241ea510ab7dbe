import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadNeo4jEvent } from '@pipelines/contracts';
import { systemClock } from '@pipelines/core';
import { connectGraph } from '@pipelines/neo4j-load';
import { sbirRefreshEnv } from '../src/env.ts';
import { loadNeo4j } from '../src/steps/load-neo4j.ts';
import { createDiskFiles } from './disk-files.ts';

const KEY = 'processed/ingestion/2025-01-20/validated_sbir_awards.csv';
/** Of a clock tick in /proc, on every Linux that runs Node. */
const TICKS_PER_SECOND = 100;

/**
 * Arguments: the folder that `simulator seed sbir` wrote, and the process of the server, if it is on
 * this machine. The graph is that of NEO4J_URI and its companions; NEO4J_BATCH_SIZE counts, too.
 */
const [given, serverPid = ''] = process.argv.slice(2);
if (given === undefined) throw new Error('graph.bench.ts FOLDER [SERVER_PID]');
const env = sbirRefreshEnv.parse(process.env);
const { NEO4J_URI: uri = '', NEO4J_USERNAME: user = '', NEO4J_PASSWORD: password = '' } = env;

interface Moment {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly serverCpuSeconds: number;
}

function now(): Moment {
  const { user: userTime, system } = process.cpuUsage();
  return {
    seconds: performance.now() / 1_000,
    cpuSeconds: (userTime + system) / 1e6,
    serverCpuSeconds: serverCpuSeconds(),
  };
}

/** CPU time of the server so far; 0 where it cannot be read. Source: proc_pid_stat(5) */
function serverCpuSeconds(): number {
  if (serverPid === '') return 0;
  const stat = readFileSync(`/proc/${serverPid}/stat`, 'utf8');
  // Fields 14 and 15. The name in field 2 may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function between(from: Moment, to: Moment): Moment {
  return {
    seconds: to.seconds - from.seconds,
    cpuSeconds: to.cpuSeconds - from.cpuSeconds,
    serverCpuSeconds: to.serverCpuSeconds - from.serverCpuSeconds,
  };
}

const root = await mkdtemp(join(tmpdir(), 'sbir-graph-'));
const graph = await connectGraph({ uri, user, password, database: env.NEO4J_DATABASE ?? 'neo4j' });
try {
  await mkdir(join(root, KEY, '..'), { recursive: true });
  await symlink(join(resolve(given), 'award_data.csv'), join(root, KEY));
  const stages: object[] = [];
  const start = now();
  let last = start;
  const { load_result: result } = await loadNeo4j(
    loadNeo4jEvent.parse({ validated_csv_s3_key: KEY }),
    {
      ...{ files: createDiskFiles(root), bucket: 'bench', clock: systemClock },
      ...{ graph, deadlineMs: Infinity, tempDir: root },
      batchRows: env.NEO4J_BATCH_SIZE,
      isZeroAmountAllowed: env.ALLOW_ZERO_AMOUNT,
      onStage: (stage, rows) => {
        const end = now();
        stages.push({ stage, rows, ...between(last, end) });
        last = end;
      },
    },
  );
  const maxRssMib = Math.round(process.resourceUsage().maxRSS / 1_024);
  const total = between(start, now());
  console.log(JSON.stringify({ ...total, maxRssMib, writes: writesOf(), result, stages }));
} finally {
  await graph.close();
  await rm(root, { recursive: true, force: true });
}

function writesOf(): object {
  const { nodesCreated, relationshipsCreated, propertiesSet } = graph.writes();
  return { nodesCreated, relationshipsCreated, propertiesSet };
}
