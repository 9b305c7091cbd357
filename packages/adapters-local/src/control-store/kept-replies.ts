import type { KeptReplies } from '@tandem/ports';
import { sql } from 'kysely';
import type { Keeping } from './collection.ts';
import { repeatably } from './repeatable-id.ts';

const keptReplyLifeMs = 24 * 3_600_000;
const claimLifeMs = 15_000;

interface Row {
  readonly requestHash: string;
  readonly reply: Buffer | null;
  readonly createdAt: string;
}

/** One row for each key. That a row is one's own is decided by the insert itself, so two at once cannot both have it. */
export function keptReplies({ db, now }: Keeping): KeptReplies {
  const from = (ms: number) => new Date(now().getTime() + ms).toISOString();
  const claim: KeptReplies['claim'] = async (id, owner, requestHash) => {
    const at = from(0);
    const { rows: mine } = await sql<Row>`
      insert into tandem.kept_replies as it (id, request_hash, owner, claimed_until, created_at)
        values (${id}, ${requestHash}, ${owner}, ${from(claimLifeMs)}, ${at})
      on conflict (id) do update set request_hash = excluded.request_hash, owner = excluded.owner, reply = null,
          claimed_until = excluded.claimed_until,
          created_at = case when it.created_at < ${from(-keptReplyLifeMs)} then excluded.created_at else it.created_at end
        where it.created_at < ${from(-keptReplyLifeMs)} or (it.reply is null and it.claimed_until < ${at})
      returning request_hash, reply, created_at`.execute(db);
    if (mine[0]) {
      await sql`delete from tandem.kept_replies where created_at < ${from(-keptReplyLifeMs)}`.execute(db);
      return { mine: true, requestHash, reply: undefined, claimedAt: mine[0].createdAt };
    }
    const { rows } =
      await sql<Row>`select request_hash, reply, created_at from tandem.kept_replies where id = ${id}`.execute(db);
    // Between the two statements the claim was given up: it is free.
    if (!rows[0]) return claim(id, owner, requestHash);
    const { requestHash: first, reply, createdAt } = rows[0];
    return { mine: false, requestHash: first, reply: reply ?? undefined, claimedAt: createdAt };
  };
  return {
    claim,
    repeatably: (id, { requestHash, claimedAt }, work) => repeatably(`${id} ${requestHash}`, claimedAt, work),
    async renew(owner) {
      await sql`update tandem.kept_replies set claimed_until = ${from(claimLifeMs)}
        where owner = ${owner} and reply is null`.execute(db);
    },
    async keep(id, owner, reply) {
      const { numAffectedRows = 0n } = await sql`update tandem.kept_replies set reply = ${Buffer.from(reply)}
        where id = ${id} and owner = ${owner} and reply is null`.execute(db);
      return numAffectedRows > 0n;
    },
    async release(id, owner) {
      // It stays, so that whoever tries again finds the instant of the first try, from which ids follow.
      await sql`update tandem.kept_replies set claimed_until = ${from(-1)}
        where id = ${id} and owner = ${owner} and reply is null`.execute(db);
    },
  };
}
