import { describe, expect, it } from '@jest/globals';
import { recordedIo } from '../../test/recorded-io.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { commands } from './commands.ts';
import { runProgram } from './run-program.ts';

const SCREEN_LINES = 24;

describe('runProgram', () => {
  const folder = temporaryFolder();

  it('prints its version', async () => {
    const io = recordedIo();

    const exitCode = await runProgram(['--version'], io);

    expect([exitCode, io.written]).toEqual([0, { out: '0.0.0\n', err: '' }]);
  });

  it.each([['--help'], ['-h'], ['help']])('lists its commands for %s', async (argument) => {
    const io = recordedIo();

    const exitCode = await runProgram([argument], io);

    expect(exitCode).toBe(0);
    for (const name of Object.keys(commands)) expect(io.written.out).toContain(`\n  ${name} `);
    expect(io.written.out.split('\n').length).toBeLessThanOrEqual(SCREEN_LINES + 1);
  });

  it.each(Object.keys(commands))('has help for %s that fits one screen', async (name) => {
    const io = recordedIo();

    const exitCode = await runProgram([name, '--help', '--nonsense'], io);

    expect(exitCode).toBe(0);
    expect(io.written.err).toBe('');
    expect(io.written.out).toMatch(/^Usage: simulator .*\n[^]*\nExamples?:\n {2}/);
    expect(io.written.out.split('\n').length).toBeLessThanOrEqual(SCREEN_LINES + 1);
  });

  it.each([
    [['rum'], 'simulator rum: Unknown command "rum". Did you mean "run"?\nTry: simulator --help'],
    [['xyzzy'], 'simulator xyzzy: Unknown command "xyzzy".\nTry: simulator --help'],
    [
      ['run', 'etl-pipelin'],
      'simulator run: Unknown machine "etl-pipelin". Did you mean "etl-pipeline"?\n' +
        'Try: simulator run --help',
    ],
    [['run'], 'simulator run: Missing argument MACHINE.\nTry: simulator run --help'],
    [
      ['run', 'etl-pipeline', '--moc'],
      'simulator run: Unknown option "--moc". Did you mean "--mock"?\nTry: simulator run --help',
    ],
    [
      ['run', 'etl-pipeline', 'again'],
      'simulator run: Unexpected argument "again".\nTry: simulator run --help',
    ],
    [
      ['run', 'etl-pipeline', '--as-of', '2025-13-01'],
      'simulator run: --as-of "2025-13-01" must be an ISO timestamp with a zone, ' +
        'such as 2025-01-20T14:30:00Z.\nTry: simulator run --help',
    ],
    [
      ['run', 'etl-pipeline', '--input', '{oops'],
      'simulator run: --input: its value is not JSON.\nTry: simulator run --help',
    ],
    [
      ['run', 'etl-pipeline', '--input', '[]', '--mock'],
      'simulator run: The input must be a JSON object to add --action, --as-of or --mock to it.\n' +
        'Try: simulator run --help',
    ],
    [
      ['run', 'etl-pipeline', '--task', 'ExecuteTask03'],
      'simulator run: --task: etl-pipeline has no state "ExecuteTask03". ' +
        'Did you mean "ExecuteTask01"? It has ValidateConfig, ExecuteTask01, ExecuteTask02.\n' +
        'Try: simulator run --help',
    ],
    [
      ['invoke', 'etl-pipeline-function'],
      'simulator invoke: Give the function an event: --action ACTION or --event JSON.\n' +
        'Try: simulator invoke --help',
    ],
    [
      ['seed', '--visits', 'many'],
      'simulator seed: --visits "many" is not a whole number.\nTry: simulator seed --help',
    ],
    [
      ['seed', '--from', 'x', '--visits', '5'],
      'simulator seed: --from loads what the files hold; leave out --visits, --seed and --as-of.\n' +
        'Try: simulator seed --help',
    ],
    [['dump'], 'simulator dump: Missing option --to DIR.\nTry: simulator dump --help'],
    [
      ['--port', '99999'],
      'simulator serve: --port "99999" is not a port (0 to 65535; 0 takes a free one).\n' +
        'Try: simulator serve --help',
    ],
  ])('refuses %j as wrong usage', async (args, message) => {
    const io = recordedIo();

    const exitCode = await runProgram([...args, '--data-dir', folder], io);

    expect([exitCode, io.written]).toEqual([2, { out: '', err: `${message}\n` }]);
  });

  it.each([[['sql', 'select 1']], [['dump', '--to', 'x']], [['seed']]])(
    'refuses %j on a database that is not the simulator’s own',
    async (args) => {
      const io = recordedIo({ env: { POSTGRES_HOST: 'localhost' } });

      const exitCode = await runProgram([...args, '--data-dir', folder], io);

      expect(exitCode).toBe(3);
      expect(io.written.err).toContain('POSTGRES_HOST is set');
      expect(io.written.out).toBe('');
    },
  );

  it('offers the API to this machine alone', async () => {
    const io = recordedIo();
    const args = ['serve', '--mock', '--host', '0.0.0.0', '--data-dir', folder];

    const exitCode = await runProgram(args, io);

    expect(exitCode).toBe(2);
    expect(io.written.err).toContain('loopback addresses only, not on "0.0.0.0"');
  });

  it.each([['constructor'], ['__proto__']])('knows no command %s', async (name) => {
    const io = recordedIo();

    expect(await runProgram([name], io)).toBe(2);
  });
});
