import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Behaves as Neo4j's server does where the launcher looks: words, signals, the archive at its end. */
const SERVER = `
for a in "$@"; do case "$a" in -XX:ArchiveClassesAtExit=*) archive="\${a#*=}";; esac; done
trap '[ -z "$archive" ] || echo classes >"$archive"; exit 0' TERM
echo "INFO  Started."
while :; do sleep 0.05; done`;

/** Put a program in the place of \`java\`; without a script of its own it is a server that starts. */
export async function putFakeJava(path: string, script = SERVER): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}
