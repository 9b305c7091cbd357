import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import type { Warehouse } from '@tandem/ports';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DoubleAccount, openDoubleAccount } from '../../test/double-account.ts';

const limits = { callAttempts: 2, outcomeAttempts: 3, firstPauseMs: 1 };
const insert = { name: 'added', sql: 'insert into public.t values (1)' };

let postgres: TestPostgres;
let account: DoubleAccount;
let warehouse: Warehouse;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  account = await openDoubleAccount(postgres, { paceMs: 10, requestTimeout: 500 });
  warehouse = await account.open({ limits });
  await warehouse.run('create table public.t (a integer)');
});
afterEach(() => account.close());

const rowsOf = async (on = warehouse) => {
  let rows = 0;
  for await (const batch of on.rows('select a from public.t')) rows += batch.rows;
  return rows;
};
const timesRun = () => account.redshift.ran.filter((it) => it === insert.sql).length;

describe('a transaction that the service took, and answered for none of the attempts,', () => {
  it.each([
    ['as the connection broke', () => account.redshift.faults.loseAnswer('BatchExecuteStatement', 2)],
    ['but with a fault of its own', () => faultsOf('InternalServerException')],
    ['but with 503', () => faultsOf('ServiceUnavailableException')],
    ['in time', () => account.redshift.faults.neverAnswer('BatchExecuteStatement', 2)],
  ])('%s, is found by its name, and has run once', async (_, order) => {
    order();

    expect(await warehouse.transaction([insert])).toEqual({ added: 1 });
    expect([await rowsOf(), timesRun()]).toEqual([1, 1]);
  });

  const faultsOf = (fault: string) => account.redshift.faults.answerWith('BatchExecuteStatement', fault, 2);
});

describe('where nobody can tell how a transaction ended', () => {
  const unknown = { code: 'OUTCOME_UNKNOWN', kind: 'unavailable' };

  it('it says so, whether the answer or the credentials got lost, and the next statement finds it out first', async () => {
    account.redshift.faults.loseAnswer('BatchExecuteStatement');
    account.redshift.faults.refuse('BatchExecuteStatement', 'ExpiredTokenException');
    account.redshift.faults.refuse('ListStatements', 'ExpiredTokenException');

    await expect(warehouse.transaction([insert])).rejects.toMatchObject({
      ...unknown,
      message: expect.stringMatching(/^Whether Redshift has done this is not known: ExpiredTokenException/),
      mend: expect.stringMatching(/^Renew the credentials/),
    });

    expect([await rowsOf(), timesRun()]).toEqual([1, 1]);
  });

  it('it says so where the transaction runs and cannot be asked after, and nothing runs beside it', async () => {
    account.redshift.faults.refuse('DescribeStatement', 'InternalServerException', 3);

    await expect(warehouse.transaction([insert])).rejects.toMatchObject({
      ...unknown,
      mend: expect.stringMatching(/^Run this again/),
    });

    expect([await rowsOf(), timesRun()]).toEqual([1, 1]);
  });

  it('the next statement is not sent while it cannot be found out', async () => {
    account.redshift.faults.refuse('DescribeStatement', 'InternalServerException', 3);
    await warehouse.transaction([insert]).catch(() => undefined);
    account.redshift.faults.refuse('DescribeStatement', 'ExpiredTokenException');

    await expect(warehouse.run('delete from public.t')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(account.redshift.ran).not.toContain('delete from public.t');
  });
});

describe('what surely was not done', () => {
  it.each(['ThrottlingException', 'ActiveStatementsExceededException', 'ExpiredTokenException'])(
    'is not said to be unknown after %s',
    async (fault) => {
      account.redshift.faults.refuse('BatchExecuteStatement', fault, 2);

      await expect(warehouse.transaction([insert])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect([await rowsOf(), timesRun()]).toEqual([0, 0]);
    },
  );

  it('is not where somebody stopped it', async () => {
    account.redshift.faults.abort(/insert into public\.t/);

    await expect(warehouse.transaction([insert])).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      mend: 'Run this again; nothing of it was done.',
    });
    expect(await rowsOf()).toBe(0);
  });
});

it('opens, where asked to, when what another process has sent to write has ended', async () => {
  await account.open({ scope: 'other', limits }).then((it) => it.run('select 1 as a'));
  const first = await account.open({ scope: 'tandem/prj_1', limits });
  const running = first.transaction([insert]);
  await expect.poll(() => account.redshift.ran.includes(insert.sql), { interval: 1 }).toBe(true);

  const second = await account.open({ scope: 'tandem/prj_1', awaitsWrites: true, limits });

  expect(await rowsOf(second)).toBe(1);
  await running;
});

it('sends a COPY and an UNLOAD by the role that it is given', async () => {
  const role = 'arn:aws:iam::123456789012:role/copy';
  const byRole = await account.open({ copyRole: role, limits });
  await account.objects.put('a.csv', Buffer.from('7\n'));

  await byRole.run(`copy "public"."t" from ${byRole.locate('a.csv')} iam_role default format as csv`);
  await byRole.copyOut("select ' iam_role default ' as t from public.t", 'b.parquet');

  const sent = account.redshift.ran.filter((it) => /^(copy|unload)/.test(it));
  expect(sent.map((it) => it.includes(`iam_role '${role}' format as`))).toEqual([true, true]);
  expect(sent[1]).toContain("select '' iam_role default '' as t");
});

const operations = fc.constantFrom('BatchExecuteStatement', 'DescribeStatement', 'ListStatements');
const refusals = fc.constantFrom('InternalServerException', 'ThrottlingException', 'ExpiredTokenException');
const faults = fc.array(
  fc.oneof(
    fc.tuple(fc.constant('refuse' as const), operations, refusals),
    fc.tuple(fc.constant('answerWith' as const), operations, fc.constant('InternalServerException')),
    fc.tuple(fc.constant('loseAnswer' as const), operations, fc.constant('')),
  ),
  { maxLength: 8 },
);

it('never says of a transaction that it was not done where it was, whatever fails when', async () => {
  await fc.assert(
    fc.asyncProperty(faults, async (ordered) => {
      await warehouse.run('delete from public.t');
      for (const [how, operation, fault] of ordered) {
        if (how === 'loseAnswer') account.redshift.faults.loseAnswer(operation);
        else account.redshift.faults[how](operation, fault);
      }

      const said = await warehouse.transaction([insert]).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      account.redshift.faults.clear();

      const rows = await rowsOf();
      expect(said === 'OUTCOME_UNKNOWN' ? [0, 1] : [said === 'done' ? 1 : 0]).toContain(rows);
      expect(['done', 'OUTCOME_UNKNOWN', 'UNAVAILABLE']).toContain(said);
    }),
    { numRuns: 15 },
  );
});
