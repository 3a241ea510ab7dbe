import { describe, expect, it } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { bindPlaceholders, machines, runInContainer, type MachineSpec } from '@pipelines/workflows';
import { acknowledgeFindings } from '../src/acknowledged-findings.ts';
import { namesOf } from '../src/names.ts';
import { named, resourcesOf, synthesise, type Synthesised } from './synthesised.ts';

const BOTH = { task_02: 'container', graph_load: 'container', graph_load_hours: '2' };
const both = synthesise(BOTH);
const FAMILY = 'sbir-analytics-container';
const CONTAINED: Readonly<Record<string, string>> = {
  'etl-pipeline': 'etl-pipeline-function',
  'etl-pipeline-full': 'etl-pipeline-function',
  'sbir-analytics-weekly-refresh': 'load-neo4j',
};

/** A text of a template, with a word for what only AWS knows. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = value as { readonly 'Fn::Join'?: readonly [string, unknown[]] };
  if (join) return join[1].map(textOf).join(join[0]);
  return JSON.stringify(value) === '{"Ref":"AWS::AccountId"}' ? 'ACCOUNT' : 'IMPORTED';
}

function definitionOf({ stacks }: Synthesised, name: string): unknown {
  const resources = resourcesOf([stacks.workflows], 'AWS::StepFunctions::StateMachine');
  return JSON.parse(
    textOf(named(resources, 'StateMachineName', name).Properties['DefinitionString']),
  );
}

/** What the placeholders of a machine stand for in a template. */
function bound(spec: MachineSpec): unknown {
  const functions = spec.functions.map((name) => [
    `${name}.arn`,
    `arn:aws:lambda:us-east-2:ACCOUNT:function:${name.startsWith('etl') ? '' : 'sbir-analytics-'}${name}:live`,
  ]);
  const containers = (spec.containers ?? []).flatMap((name) => [
    ['containers.answers', 'sbir-analytics-production-data'],
    ['containers.cluster', 'arn:aws:ecs:us-east-2:ACCOUNT:cluster/sbir-analytics-containers'],
    [`${name}.task_definition`, `${FAMILY}-${name}`],
    [`${name}.subnets`, 'IMPORTED,IMPORTED'],
    [`${name}.security_groups`, name === 'load-neo4j' ? 'IMPORTED' : 'IMPORTED,IMPORTED'],
    [`${name}.public_ip`, name === 'load-neo4j' ? 'ENABLED' : 'DISABLED'],
  ]);
  return bindPlaceholders(
    spec.definition,
    Object.fromEntries([...functions, ...containers]) as Record<string, string>,
  );
}

describe('without a switch', () => {
  it('nothing runs in a container', () => {
    const { all, stacks } = synthesise();

    expect(stacks.containers).toBeUndefined();
    expect(resourcesOf(all, 'AWS::ECS::Cluster')).toEqual([]);
    expect(JSON.stringify(definitionOf({ ...both, stacks }, 'etl-pipeline'))).not.toContain('ecs:');
  });
});

describe('task_02=container and graph_load=container', () => {
  it.each(machines.map((spec) => [spec.name, spec] as const))(
    'deploy %s as the simulator would run it',
    (name, spec) => {
      const hours = name === 'sbir-analytics-weekly-refresh' ? 2 : 4;
      const expected = CONTAINED[name] === undefined ? spec : runInContainer(spec, hours * 3_600);

      expect(definitionOf(both, name)).toEqual(bound(expected));
    },
  );

  it('are switched apart', () => {
    const containersOf = (context: object): readonly string[] => [
      ...(synthesise({ ...context }).stacks.containers?.containers.keys() ?? []),
    ];

    expect(containersOf({ task_02: 'container' })).toEqual(['etl-pipeline-function']);
    expect(containersOf({ graph_load: 'container' })).toEqual(['load-neo4j']);
  });

  it.each([
    ['both in networks of our own', BOTH],
    [
      'TASK_02 in the network of its database',
      {
        task_02: 'container',
        stage: 'dev',
        vpc_id: 'vpc-0123456789abcdef0',
        private_subnet_ids: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
        database_security_group_id: 'sg-0123456789abcdef0',
      },
    ],
  ])('leave nothing for the rule packs to find: %s', (_, context) => {
    const { app, stacks, settings } = synthesise(context);
    acknowledgeFindings(stacks, settings, namesOf(settings));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
    process.exitCode = 0;

    app.synth();
    const { exitCode } = process;
    process.exitCode = 0;

    expect(exitCode).toBe(0);
  });

  it('let the workflows bring images', () => {
    const rolesOf = ({ stacks }: Synthesised): string =>
      JSON.stringify(
        resourcesOf(stacks.ciAccess ? [stacks.ciAccess] : [], 'AWS::IAM::ManagedPolicy'),
      );

    expect(rolesOf(both)).toContain('-image-publishing-role-');
    expect(rolesOf(synthesise())).not.toContain('-image-publishing-role-');
  });
});
