import { describe, expect, it } from '@jest/globals';
import { serviceOf } from './service-of.ts';

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20250120/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('the service of a request', () => {
  it.each([
    ['states', { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' }],
    ['secretsmanager', { 'x-amz-target': 'secretsmanager.ListSecrets' }],
    ['states', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }],
    ['secretsmanager', { ...signedFor('states'), 'x-amz-target': 'secretsmanager.ListSecrets' }],
    ['s3', signedFor('s3')],
    ['lambda', signedFor('lambda')],
    ['secretsmanager', signedFor('secretsmanager')],
    ['states', signedFor('states')],
    ['states', signedFor('sqs')],
    ['s3', { host: 'bucket.localhost:8083' }],
    ['states', { host: 'localhost:8083' }],
    ['states', { host: 'sync-localhost:8083' }],
    ['states', {}],
  ])('is %s by the headers %j', (service, headers) => {
    expect(serviceOf({ headers, url: '/' })).toBe(service);
  });

  it.each([
    ['s3', '/b/k?X-Amz-Credential=AKID%2F20250120%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=x'],
    ['s3', '/b/k?X-Amz-Credential=AKID/20250120/us-east-1/s3/aws4_request'],
    ['s3', '/b/k?AWSAccessKeyId=AKID&Signature=x&Expires=1'],
    ['lambda', '/2015-03-31/functions'],
    ['lambda', '/2015-03-31/functions/?MaxItems=1'],
    ['lambda', '/2015-03-31/functions/demo/invocations'],
    ['states', '/2015-03-31/functions-of-mine'],
    ['states', '/executions/name'],
    ['states', '/health'],
  ])('is %s by the URL %s', (service, url) => {
    expect(serviceOf({ headers: {}, url })).toBe(service);
  });
});
