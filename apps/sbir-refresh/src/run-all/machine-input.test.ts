import { describe, expect, it } from '@jest/globals';
import { machineInputOf } from './machine-input.ts';

describe('machineInputOf', () => {
  it('leaves out who called, and keeps what was asked for as it was asked', () => {
    const event = {
      raise_on_error: true,
      execution_arn: 'arn',
      execution_name: 'weekly',
      state_name: 'RunAll',
      force_refresh: false,
      s3_bucket: 'awards',
      run_date: null,
    };

    expect(machineInputOf(event)).toEqual({
      force_refresh: false,
      s3_bucket: 'awards',
      run_date: null,
    });
  });

  it('takes an empty text for no value, as the choices of the machine need it', () => {
    expect(machineInputOf({ run_neo4j: '', source_url: '' })).toEqual({
      run_neo4j: null,
      source_url: null,
    });
  });
});
