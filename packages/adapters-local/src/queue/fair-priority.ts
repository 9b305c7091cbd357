import type { OpenWork } from '@tandem/ports';
import type { PgBoss } from 'pg-boss';

/** The first of each class; a class has room for so many turns in a row without the queue being empty once. */
const firsts = { interactive: 2_000_000_000, scheduled: 1_000_000_000 } as const;
const turns = 1_000_000_000;

/**
 * The priority that gives projects equal turns: start-time fair queueing (Goyal, Vin and Cheng, 1996) with each piece
 * counted as one turn. A piece gets the turn that is being served, or the one after the last of its project's, whichever
 * is later; so what a project sends stands behind the first of every other project, and no project waits for ever.
 */
export async function fairPriority(
  boss: PgBoss,
  schema: string,
  { kind, projectId, priority = 'interactive' }: OpenWork,
): Promise<number> {
  const first = firsts[priority];
  const { rows } = await boss.getDb().executeSql(
    `select least($4 - 1, greatest(
        coalesce(
          (select max($3 - priority) from ${schema}.job
            where name = $1 and state = 'active' and priority <= $3 and priority > $3 - $4),
          (select $3 - priority from ${schema}.job
            where name = $1 and state < 'active' and not blocked and priority <= $3 and priority > $3 - $4
            order by priority desc limit 1),
          0),
        coalesce(
          (select max($3 - priority) + 1 from ${schema}.job
            where name = $1 and state <= 'active' and group_id = $2 and priority <= $3 and priority > $3 - $4),
          0))) as turn`,
    [kind, projectId, first, turns],
  );
  return first - Number((rows[0] as { turn: number }).turn);
}
