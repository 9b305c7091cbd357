import { setTimeout as delay } from 'node:timers/promises';
import { counted, Unavailable } from '@tandem/data-model';
import type { OpenWork, ProjectPlace } from '@tandem/ports';
import { sql } from 'kysely';
import { connect } from '../control-store/connect.ts';

/** A step of a training that cannot be broken off ends within seconds; a load's longest statement may take a while. */
const waitMs = 60_000;
const lookEveryMs = 100;
const own: OpenWork['kind'] = 'teardown';

/** What the queue holds of a project, but for its deletion. */
export function openQueuePlace(databaseUrl: string): ProjectPlace & { close(): Promise<void> } {
  const db = connect(databaseUrl);
  const ofProject = (projectId: string) => sql`data ->> 'projectId' = ${projectId} and name <> ${own}`;
  const look = async (projectId: string) => {
    const { rows } = await sql<{ state: string; count: number }>`
      select state::text, count(*) from tandem_queue.job where ${ofProject(projectId)} group by state`.execute(db);
    const count = (is: (state: string) => boolean) =>
      rows.filter((it) => is(it.state)).reduce((all, it) => all + it.count, 0);
    const waits = (it: string) => it === 'created' || it === 'retry';
    return {
      waiting: count(waits),
      running: count((it) => it === 'active'),
      ended: count((it) => it !== 'active' && !waits(it)),
    };
  };
  return {
    name: 'queue',
    does: 'Waiting jobs are taken out of the queue, and running ones are waited for, which have been told to stop',
    look: async (projectId) =>
      Object.entries(await look(projectId)).map(([name, count]) => ({ name: `${name} jobs`, count, bytes: null })),
    async empty(projectId) {
      const deadline = performance.now() + waitMs;
      for (;;) {
        await sql`delete from tandem_queue.job where ${ofProject(projectId)} and state <> 'active'`.execute(db);
        const { running } = await look(projectId);
        if (running === 0) break;
        if (performance.now() > deadline) {
          throw new Unavailable(
            `${counted(running, 'job')} of the project has not ended within ${waitMs / 1000} s of being told to.`,
            'Delete the project again in a moment.',
          );
        }
        await delay(lookEveryMs);
      }
      // Those that ended meanwhile.
      await sql`delete from tandem_queue.job where ${ofProject(projectId)} and state <> 'active'`.execute(db);
    },
    close: () => db.destroy(),
  };
}
