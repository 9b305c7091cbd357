import { type Operation, operations, rights } from '@tandem/data-model/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Scope } from './scope.ts';
import { type OperationTool, toolsOf } from './tools.ts';

const whole: Scope = { readOnly: false, allowChanges: false, projectId: null, rights, isAdministrator: true };
const projectId = `prj_${'0'.repeat(32)}`;
const all = toolsOf(operations, whole);
const named = (name: keyof typeof operations, scope = whole) => {
  const [tool] = toolsOf({ [name]: operations[name] }, scope) as [OperationTool];
  return { ...tool.definition, properties: tool.definition.inputSchema.properties as Record<string, unknown> };
};
const names = (scope: Scope) => toolsOf(operations, scope).map((it) => it.operation.id);

describe('each operation', () => {
  it('is a tool of its name and summary, but for those that carry a secret', () => {
    const described = all.map(({ definition }) => `${definition.name}: ${definition.description}`);

    const expected = Object.values<Operation>(operations).filter((it) => !it.isPersonal);
    expect(described).toEqual(expected.map((it) => `${it.id}: ${it.summary}`));
    expect(described.length).toBeGreaterThan(50);
  });

  it('that takes or gives a secret says so in the contract, so that it is no tool', () => {
    const secrets = all.filter(({ operation: { response }, definition }) => {
      const text = JSON.stringify([definition.inputSchema, z.toJSONSchema(response, { unrepresentable: 'any' })]);
      return /"(?:\w*secret|password|token|\w+Token|signInLink|link)":\s*\{/i.test(text);
    });

    expect(secrets.map((it) => it.operation.id)).toEqual([]);
  });

  it('has schemas whose roots are objects, as the protocol wants them', () => {
    const wrong = all.filter(
      ({ definition: { inputSchema, outputSchema } }) =>
        inputSchema.type !== 'object' || outputSchema?.type !== 'object',
    );

    expect(wrong).toEqual([]);
  });
});

it('takes path parameters and query by name, and the body as body', () => {
  expect(Object.keys(named('listLoads').properties)).toEqual(['projectId', 'before', 'limit']);
  expect(Object.keys(named('createLoad').properties)).toEqual(['projectId', 'body', 'dryRun']);
  expect(named('createLoad').inputSchema.required).toEqual(['projectId', 'body']);
});

it('takes a file as text of at most a million characters', () => {
  expect(named('createUpload').properties.content).toMatchObject({ type: 'string', maxLength: 1_000_000 });
});

it('says of each whether it changes something, by its method and what the contract says', () => {
  const hints = (name: keyof typeof operations) => named(name).annotations;

  expect(hints('getLoad')).toMatchObject({ readOnlyHint: true, destructiveHint: false, idempotentHint: true });
  expect(hints('createQuery')).toMatchObject({ readOnlyHint: true, destructiveHint: false });
  expect(hints('createLoad')).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: false });
  expect(hints('setStar')).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: true });
  expect(hints('deleteEndpoint')).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: true });
});

describe('a scope', () => {
  it('of a project leaves out what is of the domain, and the id of the project', () => {
    const scope = { ...whole, projectId };

    expect(names(scope)).not.toContain('createDomain');
    expect(names(scope)).toContain('createLoad');
    expect(Object.keys(named('listLoads', scope).properties)).toEqual(['before', 'limit']);
  });

  it('of a token has what its rights allow, and the installation for administrators alone', () => {
    const viewer = { ...whole, rights: ['read'] as const, isAdministrator: false };
    expect(names(viewer)).toContain('listSubscriptionRequests');
    expect(names(viewer)).not.toContain('createSubscriptionRequest');

    expect(names(viewer)).toContain('listLoads');
    expect(names(viewer)).not.toContain('createLoad');
    expect(names(viewer)).not.toContain('listAuditEvents');
    expect(names(whole)).toContain('listAuditEvents');
  });

  it('that only reads has nothing that changes something', () => {
    const reads = toolsOf(operations, { ...whole, readOnly: true });

    expect(reads.filter((it) => it.changes)).toEqual([]);
    expect(reads.map((it) => it.operation.id)).toEqual(expect.arrayContaining(['getLoad', 'createQuery']));
    expect(reads.map((it) => it.operation.id)).not.toContain('revertLoad');
  });

  it('has an argument for a code only where the operator allows changes without a form', () => {
    expect(named('createModel').properties).not.toHaveProperty('confirmation');
    expect(named('createModel', { ...whole, allowChanges: true }).properties).toHaveProperty('confirmation');
    expect(named('getLoad', { ...whole, allowChanges: true }).properties).not.toHaveProperty('confirmation');
  });
});
