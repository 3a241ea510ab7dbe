import { describe, expect, it } from '@jest/globals';
import { checkGraphUri } from './graph-address.ts';

describe('checkGraphUri', () => {
  it.each([
    ['neo4j+s://graph.example', false],
    ['bolt+s://graph.example:7687', false],
    ['neo4j://localhost:7687', false],
    ['bolt://127.0.0.1', false],
    ['bolt://[::1]:7687', false],
    ['bolt+ssc://127.0.0.1', false],
    ['neo4j://graph.example', true],
    ['bolt+ssc://graph.example', true],
  ])('lets %s pass', (uri, isInsecureAllowed) => {
    expect(() => checkGraphUri(uri, isInsecureAllowed)).not.toThrow();
  });

  it.each([
    ['neo4j://graph.example', false],
    ['bolt://graph.example', false],
    ['neo4j+ssc://graph.example', false],
    ['bolt+ssc://graph.example', false],
    ['bolt://127.0.0.1.graph.example', false],
    ['bolt://localhost@graph.example', false],
    ['http://127.0.0.1:7474', true],
    ['graph.example', true],
    ['', true],
  ])('refuses "%s"', (uri, isInsecureAllowed) => {
    expect(() => checkGraphUri(uri, isInsecureAllowed)).toThrow(
      expect.objectContaining({ name: 'GraphAddressRefusedError' }),
    );
  });

  it('does not repeat who enters', () => {
    expect(() => checkGraphUri('bolt://neo4j:canary@graph.example', false)).toThrow(
      /^(?!.*canary).*"graph\.example"/,
    );
  });
});
