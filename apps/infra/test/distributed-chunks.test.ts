import { describe, expect, it } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { distributeChunks, machines } from '@pipelines/workflows';
import { acknowledgeFindings } from '../src/acknowledged-findings.ts';
import { namesOf } from '../src/names.ts';
import { definitionOf } from './definition-of.ts';
import { named, resourcesOf, statementsOf, synthesise } from './synthesised.ts';

const MACHINE = 'etl-pipeline-chunked';
const apart = synthesise({ task_02_chunks: 'distributed', task_02_chunks_at_once: '40' });
const inline = synthesise();

/** Statements of a machine by their names: action and resource, the account's number left out. */
function rightsOf({ stacks }: typeof apart, name: string): Readonly<Record<string, string[]>> {
  const policy = stacks.workflows.workflows.get(name)?.policy;
  const statements = statementsOf(stacks.workflows.resolve(policy?.document.toJSON()));
  return Object.fromEntries(
    statements.map(({ sid, actions, resources }) => [
      sid,
      actions.flatMap((action) => resources.map((one) => `${action} ${one}`)),
    ]),
  );
}

describe('task_02_chunks=distributed', () => {
  it('deploys the machine with its chunks apart, and every other as it was', () => {
    const resources = resourcesOf([apart.stacks.workflows], 'AWS::StepFunctions::StateMachine');

    for (const spec of machines) {
      const { Properties } = named(resources, 'StateMachineName', spec.name);
      const expected = spec.name === MACHINE ? distributeChunks(spec, 40) : spec;
      expect(definitionOf(Properties['DefinitionString'])).toEqual(expected.definition);
    }
  });

  it('lets that machine start, follow and redrive its own items, and no other', () => {
    const { StartItems, FollowItems, RedriveItems } = rightsOf(apart, MACHINE);

    expect(StartItems).toEqual([
      expect.stringMatching(/^states:StartExecution .*:stateMachine:etl-pipeline-chunked"\]\]}$/),
    ]);
    expect(FollowItems).toEqual([
      expect.stringMatching(/^states:DescribeExecution .*:execution:etl-pipeline-chunked:\*"/),
      expect.stringMatching(/^states:StopExecution .*:execution:etl-pipeline-chunked:\*"/),
    ]);
    expect(RedriveItems).toEqual([
      expect.stringMatching(
        /^states:RedriveExecution .*:execution:etl-pipeline-chunked\/Task02Chunks:\*"/,
      ),
    ]);
    for (const { name } of machines.filter((machine) => machine.name !== MACHINE)) {
      expect(Object.keys(rightsOf(apart, name))).not.toContain('StartItems');
    }
    expect(Object.keys(rightsOf(inline, MACHINE))).not.toContain('StartItems');
  });

  it('keeps Lambda room for the chunks, and one task beside them', () => {
    const lambdas = resourcesOf([apart.stacks.functions], 'AWS::Lambda::Function');

    expect(named(lambdas, 'FunctionName', 'etl-pipeline-function').Properties).toMatchObject({
      ReservedConcurrentExecutions: 41,
    });
  });

  it('leaves nothing for the rule packs to find', () => {
    const { app, stacks, settings } = synthesise({ task_02_chunks: 'distributed' });
    acknowledgeFindings(stacks, settings, namesOf(settings));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
    process.exitCode = 0;

    app.synth();
    const { exitCode } = process;
    process.exitCode = 0;

    expect(exitCode).toBe(0);
  });
});
