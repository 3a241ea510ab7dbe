import { describe, expect, it } from '@jest/globals';
import { registries } from '../../test/registries.ts';
import { makeMachine, openRegistry, passState } from '../../test/registry-fixture.ts';

const { newRoot, open } = registries();

describe('a machine', () => {
  it('is created once for the same definition', () => {
    const registry = open(newRoot());
    const first = makeMachine(registry, { A: passState });

    const second = makeMachine(registry, { A: passState });

    expect(second).toBe(first);
    expect(first.arn).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:machine');
  });

  it('is refused under a name that another definition has', () => {
    const registry = open(newRoot());
    const { arn } = makeMachine(registry, { A: passState });

    const create = (): unknown => makeMachine(registry, { B: passState });

    expect(create).toThrow(
      expect.objectContaining({
        name: 'StateMachineAlreadyExists',
        message: `State Machine Already Exists: '${arn}'`,
      }),
    );
  });

  it('is refused when its definition is', () => {
    const registry = open(newRoot());

    const create = (): unknown => makeMachine(registry, { A: { Type: 'Pass' } });

    expect(create).toThrow(expect.objectContaining({ name: 'InvalidDefinition' }));
    expect(create).toThrow(/^Invalid State Machine Definition: '/);
  });

  it('is replaced when the repository deploys it again', () => {
    const registry = open(newRoot());
    const old = makeMachine(registry, { A: passState });
    const definitionText = JSON.stringify({ StartAt: 'B', States: { B: passState } });

    registry.deployMachine({ ...old, accountId: '000000000000', definitionText });

    expect(registry.machine(old.arn)?.definitionText).toBe(definitionText);
    expect(registry.machine(old.arn)?.createdMs).toBe(old.createdMs);
  });

  it('is there after a restart, and belongs to its account', async () => {
    const root = newRoot();
    const before = openRegistry(root);
    makeMachine(before, { A: passState }, { name: 'Mine', accountId: '111111111111' });
    await before.close();

    const after = open(root);

    expect(after.accounts()).toEqual(['111111111111']);
    expect(after.machines('111111111111').map(({ name }) => name)).toEqual(['Mine']);
    expect(after.machines('000000000000')).toEqual([]);
  });
});
