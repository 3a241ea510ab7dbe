import { describe, expect, it } from '@jest/globals';
import { listSources, readText } from './repository.ts';

/** Names that the operating system, npm or a runtime sets, and that nobody configures for us. */
const FOREIGN =
  /^(PATH|HOME|USER|TMPDIR|CI|NO_COLOR|FORCE_COLOR|TERM|XDG_\w+|LOCALAPPDATA|npm_\w+|NX_\w+|AWS_\w+|LAMBDA_\w+|_HANDLER|_X_AMZN_TRACE_ID|TZ|LANG|DOCKER_HOST|COLUMNS|NODE_\w+)$/;

describe('environment', () => {
  it('is documented, variable by variable, in .env.example', () => {
    const documented = readText('.env.example');
    const read = listSources().flatMap((path) =>
      [...readText(path).matchAll(/\benv(?:ironment)?(?:\.|\[')([A-Z][A-Z0-9_]{2,})\b/g)].map(
        ([, name]) => name ?? '',
      ),
    );

    const undocumented = [...new Set(read)]
      .filter((name) => !FOREIGN.test(name))
      .filter((name) => !new RegExp(`^#?${name}=`, 'm').test(documented));

    expect(undocumented).toEqual([]);
  });
});
