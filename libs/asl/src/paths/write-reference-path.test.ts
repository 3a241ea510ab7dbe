import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { writeReferencePath } from './write-reference-path.ts';

describe('writeReferencePath', () => {
  it.each<[string, Json, Json]>([
    ['$', { a: 1 }, 'new'],
    ['$.b', { a: 1 }, { a: 1, b: 'new' }],
    ['$.a', { a: 1 }, { a: 'new' }],
    ['$.b.c.d', { a: 1 }, { a: 1, b: { c: { d: 'new' } } }],
    ["$['b']['c d']", {}, { b: { 'c d': 'new' } }],
    ['$.list[1]', { list: [1, 2, 3] }, { list: [1, 'new', 3] }],
    ['$.list[1]', { list: [1] }, { list: [1, 'new'] }],
    ['$.list[0].x', { list: [{ y: 1 }] }, { list: [{ y: 1, x: 'new' }] }],
  ])('%s into %j', (path, target, expected) => {
    expect(writeReferencePath(target, path, 'new')).toEqual(expected);
  });

  it('copies what it changes and shares the rest', () => {
    const target = { kept: { deep: 1 }, changed: { old: 1 } };

    const written = writeReferencePath(target, '$.changed.new', 2);

    expect(target).toEqual({ kept: { deep: 1 }, changed: { old: 1 } });
    expect((written as typeof target).kept).toBe(target.kept);
  });

  it('copies an array that it changes', () => {
    const target = { list: [1, 2] };

    writeReferencePath(target, '$.list[0]', 'new');

    expect(target).toEqual({ list: [1, 2] });
  });

  it.each<[string, Json]>([
    ['$.a', 'text'],
    ['$.a', [1]],
    ['$.a.b', { a: 7 }],
    ['$.a.b', { a: null }],
    ['$.list[5]', { list: [1] }],
    ['$.list[0]', { list: {} }],
    ['$.list[0]', {}],
    ['$.list[-1]', { list: [1] }],
  ])('cannot apply %s to %j', (path, target) => {
    expect(() => writeReferencePath(target, path, 1)).toThrow(
      expect.objectContaining({
        errorName: 'States.ResultPathMatchFailure',
        message: `Unable to apply ReferencePath ${path} to input ${JSON.stringify(target)}`,
      }),
    );
  });

  it.each([
    '$.a[*]',
    '$..a',
    '$.a[0:1]',
    '$.a[0,1]',
    '$.a[?(@.b)]',
    '$$.a',
    '$v.a',
    '$.a.length()',
  ])('refuses %s, which is no Reference Path', (path) => {
    expect(() => writeReferencePath({}, path, 1)).toThrow('is not a Reference Path');
  });

  it('does not touch the prototype for a property named __proto__', () => {
    const written = writeReferencePath({ a: 1 }, '$.__proto__', { polluted: true });

    expect(JSON.stringify(written)).toBe('{"a":1,"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(written)).toBe(Object.prototype);
  });
});
