import { describe, expect, it } from '@jest/globals';
import { createSlots } from './slots.ts';

describe('createSlots', () => {
  it('runs the next in order of arrival when one is done, failed or not', async () => {
    const slots = createSlots(1);
    const first = Promise.withResolvers<string>();
    const order: string[] = [];
    const one = slots.use(() => first.promise);
    const two = slots.use(async () => order.push('two'));
    const three = slots.use(async () => order.push('three'));
    expect(order).toEqual([]);

    first.reject(new Error('failed'));

    await expect(one).rejects.toThrow('failed');
    await Promise.all([two, three]);
    expect(order).toEqual(['two', 'three']);
  });

  it('lets a waiter give up without losing its turn for others', async () => {
    const slots = createSlots(1);
    const first = Promise.withResolvers<string>();
    const one = slots.use(() => first.promise);
    const controller = new AbortController();
    const two = slots.use(async () => 'two', controller.signal);
    const three = slots.use(async () => 'three');

    controller.abort(new Error('gave up'));
    await expect(two).rejects.toThrow('gave up');
    first.resolve('one');

    expect(await Promise.all([one, three])).toEqual(['one', 'three']);
  });
});
