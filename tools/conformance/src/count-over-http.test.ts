import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeWithPython } from '@pipelines/testing';
import { countOverHttp } from './count-over-http.ts';
import type { CorpusCase } from './corpus-case.ts';
import type { SimulatorService } from './simulator-service.ts';

let corpus: string;

beforeEach(() => {
  corpus = mkdtempSync(join(tmpdir(), 'conformance-tools-'));
  mkdirSync(join(corpus, 'tools'));
});
afterEach(() => rmSync(corpus, { recursive: true, force: true }));

/** Programs with the arguments, variables and files of the corpus' own, without its client. */
function writePrograms(): void {
  const write = (name: string, text: string) => writeFileSync(join(corpus, 'tools', name), text);
  write(
    'http_runner.py',
    `import os, sys, urllib.request
open(os.environ["MOCK_FILE"], "w").write("{}")
if os.environ.get("GENERATE_ONLY"):
    sys.exit(0)
name, url, out, mode, threads = sys.argv[1:]
made = urllib.request.urlopen(url).read().decode()
open(out, "w").write(made)
`,
  );
  write(
    'score.py',
    `import json, sys
made = int(open(sys.argv[1]).read())
verdicts = {"a": "pass", "b": "pass" if made else "fail", "c": "skip"}
json.dump({"verdicts": {k: {"result": v} for k, v in verdicts.items()}}, open(sys.argv[1].replace(".jsonl", ".score.json"), "w"))
`,
  );
  write(
    'api_runner.py',
    `import json, sys
json.dump([["s", "pass", []], ["t", "fail", ["why"]], ["u", "skip", ""]], open(sys.argv[2], "w"))
`,
  );
}

/** A service that says how many functions were created. */
async function startCounting(mockFile: string): Promise<SimulatorService> {
  expect(readFileSync(mockFile, 'utf8')).toBe('{}');
  let made = 0;
  const server = createServer((request, response) => {
    if (request.method === 'POST') made++;
    response.end(String(made));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    callAs: () => () => Promise.reject(new Error('not called')),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const CASES = [
  {
    functions: {
      f: { arn: 'arn:aws:lambda:us-east-1:111111111111:function:f', behaviour: 'echo' },
    },
  },
] as unknown as CorpusCase[];

describeWithPython('countOverHttp', () => {
  it('counts without functions, with them, and the scripts, each by a service of its own', async () => {
    writePrograms();

    const counts = await countOverHttp(corpus, CASES, startCounting, { needs: 'json' });

    expect(counts).toEqual({
      plain: { cases: 2, passed: 1, misses: ['b'] },
      withFunctions: { cases: 2, passed: 2, misses: [] },
      scripts: { cases: 2, passed: 1, misses: ['t'] },
    });
  });

  it('counts nothing where Python lacks what the programs need', async () => {
    const start = () => Promise.reject(new Error('not started'));

    expect(await countOverHttp(corpus, CASES, start, { needs: 'nothing_of_that_name' })).toBe(
      undefined,
    );
  });
});
