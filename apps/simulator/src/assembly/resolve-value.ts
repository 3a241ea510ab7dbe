import { isJsonObject, type Json } from '@pipelines/core';
import { memberOf, type Template } from './template.ts';

/** What only AWS knows, in a text that is compared: any text. */
const UNKNOWN = '*';
/** Names of a resource in its properties, by what its ARN is made of. */
const ARNS: Readonly<Record<string, readonly [prefix: string, name: string]>> = {
  'AWS::S3::Bucket': ['arn:aws:s3:::', 'BucketName'],
  'AWS::Lambda::Function': ['arn:aws:lambda:*:*:function:', 'FunctionName'],
  'AWS::SecretsManager::Secret': ['arn:aws:secretsmanager:*:*:secret:', 'Name'],
  'AWS::SQS::Queue': ['arn:aws:sqs:*:*:', 'QueueName'],
  'AWS::SNS::Topic': ['arn:aws:sns:*:*:', 'TopicName'],
  'AWS::StepFunctions::StateMachine': ['arn:aws:states:*:*:stateMachine:', 'StateMachineName'],
};

/**
 * The text that a value of a template will have, as far as the templates say it; `*` for the rest.
 *
 * Ref, Fn::GetAtt, Fn::Join, Fn::Sub and Fn::ImportValue are followed.
 */
export function resolveValue(
  value: Json | undefined,
  template: Template,
  all: readonly Template[],
): string {
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return UNKNOWN;
  const resolve = (inner: Json | undefined): string => resolveValue(inner, template, all);
  if (typeof value['Ref'] === 'string') return resolveRef(value['Ref'], template, all);
  const [id, attribute] = namesOf(value['Fn::GetAtt']);
  if (id !== undefined) return attribute === 'Arn' ? resolveArn(id, template, all) : UNKNOWN;
  const [separator, parts] = Array.isArray(value['Fn::Join']) ? value['Fn::Join'] : [];
  if (typeof separator === 'string' && Array.isArray(parts)) {
    return parts.map(resolve).join(separator);
  }
  const sub = value['Fn::Sub'];
  if (typeof sub === 'string') {
    return sub.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
      name.includes('.')
        ? resolve({ 'Fn::GetAtt': name.split('.') })
        : resolveRef(name, template, all),
    );
  }
  if ('Fn::ImportValue' in value) return resolveImport(resolve(value['Fn::ImportValue']), all);
  return UNKNOWN;
}

function resolveRef(name: string, template: Template, all: readonly Template[]): string {
  if (name === 'AWS::Partition') return 'aws';
  const resource = template.resources[name];
  const type = resource?.['Type'];
  const [, nameMember] = (typeof type === 'string' ? ARNS[type] : undefined) ?? [];
  // The Ref of these is their ARN, of the others their name.
  const isArn =
    type === 'AWS::SecretsManager::Secret' ||
    type === 'AWS::SNS::Topic' ||
    type === 'AWS::StepFunctions::StateMachine';
  if (isArn) return resolveArn(name, template, all);
  if (nameMember === undefined) return UNKNOWN;
  return resolveValue(memberOf(resource, 'Properties', nameMember), template, all);
}

function resolveArn(id: string, template: Template, all: readonly Template[]): string {
  const resource = template.resources[id];
  const type = resource?.['Type'];
  const [prefix, nameMember] = (typeof type === 'string' ? ARNS[type] : undefined) ?? [];
  if (prefix === undefined || nameMember === undefined) return UNKNOWN;
  const name = resolveValue(memberOf(resource, 'Properties', nameMember), template, all);
  return type === 'AWS::SecretsManager::Secret' ? `${prefix}${name}-??????` : `${prefix}${name}`;
}

function resolveImport(exportName: string, all: readonly Template[]): string {
  for (const template of all) {
    for (const output of Object.values(template.outputs)) {
      const name = resolveValue(memberOf(output, 'Export', 'Name'), template, all);
      if (name === exportName) return resolveValue(output['Value'], template, all);
    }
  }
  return UNKNOWN;
}

function namesOf(value: Json | undefined): readonly (string | undefined)[] {
  if (!Array.isArray(value)) return [];
  return value.map((part) => (typeof part === 'string' ? part : undefined));
}
