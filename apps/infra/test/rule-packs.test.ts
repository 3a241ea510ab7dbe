import { describe, expect, it } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { acknowledgeFindings } from '../src/acknowledged-findings.ts';
import { namesOf } from '../src/names.ts';
import { synthesise, type Synthesised } from './synthesised.ts';

/** Whether the rule packs let a synthesis pass. */
function passes({ app }: Synthesised): boolean {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
  process.exitCode = 0;
  try {
    app.synth();
    return !process.exitCode;
  } catch {
    return false;
  } finally {
    process.exitCode = 0;
  }
}

function acknowledged(context: Readonly<Record<string, unknown>> = {}): Synthesised {
  const synthesised = synthesise(context);
  acknowledgeFindings(synthesised.stacks, synthesised.settings, namesOf(synthesised.settings));
  return synthesised;
}

describe('AwsSolutions and HIPAA Security', () => {
  it.each([
    ['prod', {}],
    ['dev without a repository', { stage: 'dev', github_repo: '' }],
    ['a bucket that is there', { create_new_bucket: 'false' }],
    [
      'the network of the database',
      {
        vpc_id: 'vpc-0123456789abcdef0',
        private_subnet_ids: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
        database_security_group_id: 'sg-0123456789abcdef0',
      },
    ],
  ])('find nothing in %s that has no reason', (_, context) => {
    expect(passes(acknowledged(context))).toBe(true);
  });

  it('end a synthesis whose findings have no reason', () => {
    expect(passes(synthesise())).toBe(false);
  });
});
