import { describe, expect, it } from '@jest/globals';
import { answerAsText } from './gateway.ts';

const body = {
  status: 'success',
  message: 'Refreshed 3 awards on 2026-11-23',
  csv_hash: 'a'.repeat(64),
  has_changes: true,
} as const;

async function call(event: unknown) {
  const seen: unknown[] = [];
  const { statusCode, body: text } = await answerAsText(event, async (inner) => {
    seen.push(inner);
    return { statusCode: 200, body };
  });
  return { statusCode, seen, answer: JSON.parse(text) as unknown };
}

describe('answerAsText', () => {
  it.each([
    ['the event itself', { force_refresh: true }, { force_refresh: true }],
    ['the text in body', { httpMethod: 'POST', body: '{"run_neo4j":false}' }, { run_neo4j: false }],
    [
      'Base64 in body',
      { body: Buffer.from('{"run_neo4j":false}').toString('base64'), isBase64Encoded: true },
      { run_neo4j: false },
    ],
    ['an empty body', { httpMethod: 'POST', body: null }, {}],
    ['an object in body', { body: { force_refresh: true } }, { force_refresh: true }],
  ])('takes %s', async (_, event, inner) => {
    const { seen, answer, statusCode } = await call(event);

    expect(seen).toEqual([inner]);
    expect({ statusCode, answer }).toEqual({ statusCode: 200, answer: body });
  });

  it('refuses a body that is not JSON, without a call and without its text', async () => {
    const { statusCode, seen, answer } = await call({ body: 'canary' });

    expect(seen).toEqual([]);
    expect({ statusCode, answer }).toEqual({
      statusCode: 400,
      answer: {
        status: 'error',
        message: 'ValidationError: Invalid event: body is not JSON',
        csv_hash: null,
        has_changes: null,
      },
    });
  });

  it('gives a failure the same four fields', async () => {
    const { statusCode, body: text } = await answerAsText({}, async () => ({
      statusCode: 500,
      body: { status: 'error', error: 'No answer', error_type: 'SourceUnavailableError' },
    }));

    expect(statusCode).toBe(500);
    expect(JSON.parse(text)).toEqual({
      status: 'error',
      message: 'SourceUnavailableError: No answer',
      csv_hash: null,
      has_changes: null,
    });
  });
});
