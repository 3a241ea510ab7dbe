/** What a field of a service's answer holds. */
export type Shape =
  | { readonly kind: 'any' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string'; readonly minLength?: number; readonly values?: readonly string[] }
  | { readonly kind: 'number'; readonly least?: number; readonly most?: number }
  | { readonly kind: 'array'; readonly item: Shape }
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, Shape>>;
      readonly required?: readonly string[];
    };

const ANY: Shape = { kind: 'any' };
const BOOLEAN: Shape = { kind: 'boolean' };
/** Times and binary data are texts here as well. */
const TEXT: Shape = { kind: 'string' };
const SOME_TEXT: Shape = { kind: 'string', minLength: 1 };
const NUMBER: Shape = { kind: 'number' };

function object(fields: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return { kind: 'object', fields, required };
}

function list(item: Shape): Shape {
  return { kind: 'array', item };
}

const CAPACITY = { CapacityUnits: NUMBER, ReadCapacityUnits: NUMBER, WriteCapacityUnits: NUMBER };
const CONSUMED_CAPACITY = object({
  ...CAPACITY,
  TableName: SOME_TEXT,
  Table: object(CAPACITY),
  LocalSecondaryIndexes: object({}),
  GlobalSecondaryIndexes: object({}),
});
const ITEM_METRICS = object({
  ItemCollectionKey: object({}),
  SizeEstimateRangeGB: list(NUMBER),
});
const WRITTEN_ITEM = object({
  Attributes: object({}),
  ConsumedCapacity: CONSUMED_CAPACITY,
  ItemCollectionMetrics: ITEM_METRICS,
});
const STORAGE_CLASS: Shape = {
  kind: 'string',
  values: [
    'STANDARD',
    'REDUCED_REDUNDANCY',
    'STANDARD_IA',
    'ONEZONE_IA',
    'INTELLIGENT_TIERING',
    'GLACIER',
    'DEEP_ARCHIVE',
    'OUTPOSTS',
    'GLACIER_IR',
    'SNOW',
    'EXPRESS_ONEZONE',
    'FSX_OPENZFS',
    'FSX_ONTAP',
  ],
};

/**
 * The answers of the services that state machines call most, by `service:action`.
 *
 * A service or a field that is not here is not checked.
 *
 * Source: the API references of the services, response elements
 */
export const RESULT_SHAPES: Readonly<Record<string, Shape>> = {
  'dynamodb:getItem': object({ Item: object({}), ConsumedCapacity: CONSUMED_CAPACITY }),
  'dynamodb:putItem': WRITTEN_ITEM,
  'dynamodb:updateItem': WRITTEN_ITEM,
  'dynamodb:deleteItem': WRITTEN_ITEM,
  'ecs:runTask': object({ Tasks: list(object({})), Failures: list(object({})) }),
  'events:putEvents': object({
    FailedEntryCount: NUMBER,
    Entries: list(object({ EventId: TEXT, ErrorCode: TEXT, ErrorMessage: TEXT })),
  }),
  'kms:encrypt': object({
    CiphertextBlob: SOME_TEXT,
    KeyId: SOME_TEXT,
    EncryptionAlgorithm: {
      kind: 'string',
      values: ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'],
    },
  }),
  'lambda:invoke': object({
    StatusCode: NUMBER,
    FunctionError: TEXT,
    LogResult: TEXT,
    Payload: ANY,
    ExecutedVersion: SOME_TEXT,
  }),
  'lambda:getFunction': object({
    Configuration: object({
      FunctionName: SOME_TEXT,
      FunctionArn: TEXT,
      Handler: TEXT,
      CodeSize: NUMBER,
      Description: TEXT,
      LastModified: TEXT,
      MemorySize: { kind: 'number', least: 128, most: 10_240 },
      Timeout: { kind: 'number', least: 1 },
      Version: SOME_TEXT,
    }),
    Code: object({ Location: TEXT, RepositoryType: TEXT, ImageUri: TEXT }),
    Concurrency: object({ ReservedConcurrentExecutions: { kind: 'number', least: 0 } }),
    Tags: object({}),
  }),
  's3:getObject': object({
    AcceptRanges: TEXT,
    ContentLength: NUMBER,
    ContentType: TEXT,
    DeleteMarker: BOOLEAN,
    ETag: TEXT,
    LastModified: TEXT,
    Metadata: object({}),
    StorageClass: STORAGE_CLASS,
    VersionId: TEXT,
  }),
  's3:putObject': object({ ETag: TEXT, Expiration: TEXT, Size: NUMBER, VersionId: TEXT }),
  's3:listObjectsV2': object({
    Contents: list(object({ ETag: TEXT, Key: SOME_TEXT, LastModified: TEXT, Size: NUMBER })),
    IsTruncated: BOOLEAN,
    KeyCount: NUMBER,
    MaxKeys: NUMBER,
    Name: TEXT,
    NextContinuationToken: TEXT,
    Prefix: TEXT,
  }),
  'secretsmanager:getSecretValue': object({
    ARN: { kind: 'string', minLength: 20 },
    CreatedDate: TEXT,
    Name: SOME_TEXT,
    SecretBinary: SOME_TEXT,
    SecretString: SOME_TEXT,
    VersionId: { kind: 'string', minLength: 32 },
    VersionStages: list(SOME_TEXT),
  }),
  'sns:publish': object({ MessageId: TEXT, SequenceNumber: TEXT }),
  'sqs:sendMessage': object({
    MD5OfMessageAttributes: TEXT,
    MD5OfMessageBody: TEXT,
    MD5OfMessageSystemAttributes: TEXT,
    MessageId: TEXT,
    SequenceNumber: TEXT,
  }),
  'states:startExecution': object({ ExecutionArn: SOME_TEXT, StartDate: TEXT }, [
    'ExecutionArn',
    'StartDate',
  ]),
};
