import fc from 'fast-check';
import { expect, it } from 'vitest';
import { approvalLifeMs, callHash, openApprovals } from './approvals.ts';

it('holds for just one call, once', () => {
  const approvals = openApprovals(() => 0);
  const { code } = approvals.ask('a');

  expect(approvals.use(code, 'a')).toBe(true);
  expect(approvals.use(code, 'a')).toBe(false);
});

it('is used up by a try with another call', () => {
  const approvals = openApprovals(() => 0);
  const { code } = approvals.ask('a');

  expect(approvals.use(code, 'b')).toBe(false);
  expect(approvals.use(code, 'a')).toBe(false);
});

it('ends after five minutes', () => {
  let now = 0;
  const approvals = openApprovals(() => now);
  const [early, late] = [approvals.ask('a'), approvals.ask('a')];

  now = approvalLifeMs - 1;
  expect(approvals.use(early.code, 'a')).toBe(true);
  now = approvalLifeMs;
  expect(approvals.use(late.code, 'a')).toBe(false);
});

it('is never given for a code that was not asked for', () => {
  const approvals = openApprovals(() => 0);
  approvals.ask('a');

  expect(approvals.use(undefined, 'a')).toBe(false);
  expect(approvals.use('', 'a')).toBe(false);
});

it('is bound to every argument, and not to their order', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.jsonValue(), (args, other) => {
      const [name, value] = Object.entries(args)[0]!;
      const turned = Object.fromEntries(Object.entries(args).reverse());
      const changed = { ...args, [name]: other };

      expect(callHash('a', turned)).toBe(callHash('a', args));
      expect(callHash('b', args)).not.toBe(callHash('a', args));
      if (JSON.stringify(other) !== JSON.stringify(value)) {
        expect(callHash('a', changed)).not.toBe(callHash('a', args));
      }
    }),
  );
});
