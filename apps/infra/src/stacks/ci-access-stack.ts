import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  Effect,
  OidcProviderNative,
  ManagedPolicy,
  PolicyStatement,
  Role,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';
import { WEEKLY_MACHINE } from './workflows-stack.ts';

const ISSUER = 'token.actions.githubusercontent.com';
/** As long as the weekly workflow may wait; it asks for a little less. */
const LONGEST_SESSION = Duration.hours(3);
/** Roles of `cdk bootstrap` that a deployment takes over. */
const BOOTSTRAP_ROLES = ['deploy-role', 'file-publishing-role', 'lookup-role'];
/** Taken to bring images. */
const IMAGE_ROLE = 'image-publishing-role';
const BOOTSTRAP_QUALIFIER = 'hnb659fds';

export interface CiAccessStackProps extends StackProps {
  readonly settings: Settings;
  readonly names: Names;
  /** `owner/repository` */
  readonly githubRepo: string;
  /** The machine that the weekly workflow starts. */
  readonly refresh: IStateMachine;
}

/** What the repository's workflows may do: start the refresh, and, by another role, deploy. */
export class CiAccessStack extends Stack {
  /** Of the role that the weekly workflow takes. */
  readonly startPolicy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: CiAccessStackProps) {
    super(scope, id, props);
    const { settings, names, refresh, githubRepo } = props;
    const providerArn = settings.oidcProviderArn ?? this.createProvider();
    const trust = this.trustOf(`repo:${githubRepo}:environment:${settings.stage}`, providerArn);
    const start = new Role(this, 'GitHubActions', {
      roleName: names.of('sbir-analytics-github-actions'),
      assumedBy: trust,
      maxSessionDuration: LONGEST_SESSION,
    });
    this.startPolicy = new ManagedPolicy(this, 'StartRefresh', {
      roles: [start],
      statements: [
        allow('StartRefresh', ['states:StartExecution'], [refresh.stateMachineArn]),
        allow(
          'FollowRefresh',
          ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:StopExecution'],
          [this.executionsOf(names.machine(WEEKLY_MACHINE))],
        ),
      ],
    });
    const deploy = new Role(this, 'GitHubDeploy', {
      roleName: names.of('sbir-analytics-github-deploy'),
      assumedBy: trust,
    });
    new ManagedPolicy(this, 'Deploy', {
      roles: [deploy],
      statements: [allow('UseBootstrapRoles', ['sts:AssumeRole'], this.bootstrapRoles(settings))],
    });
  }

  private createProvider(): string {
    const provider = new OidcProviderNative(this, 'GitHub', {
      url: `https://${ISSUER}`,
      clientIds: ['sts.amazonaws.com'],
    });
    return provider.oidcProviderArn;
  }

  /**
   * Tokens of the jobs in the environment of this stage, and of no fork, branch or other repository:
   * a job that names an environment has that as its subject.
   */
  private trustOf(subject: string, providerArn: string): WebIdentityPrincipal {
    return new WebIdentityPrincipal(providerArn, {
      StringEquals: {
        [`${ISSUER}:aud`]: 'sts.amazonaws.com',
        [`${ISSUER}:sub`]: subject,
      },
    });
  }

  private executionsOf(machineName: string): string {
    return `arn:${this.partition}:states:${this.region}:${this.account}:execution:${machineName}:*`;
  }

  private bootstrapRoles({ containers }: Settings): readonly string[] {
    const prefix = `arn:${this.partition}:iam::${this.account}:role/cdk-${BOOTSTRAP_QUALIFIER}`;
    const hasImages = Object.keys(containers).length > 0;
    return [...BOOTSTRAP_ROLES, ...(hasImages ? [IMAGE_ROLE] : [])].map(
      (role) => `${prefix}-${role}-${this.account}-${this.region}`,
    );
  }
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]) {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [...resources],
  });
}
