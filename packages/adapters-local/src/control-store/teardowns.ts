import type { Project, Teardown } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { change, insert, type Keeping } from './collection.ts';
import { schema } from './connect.ts';

export function teardowns(keeping: Keeping): ControlStore['teardowns'] {
  const { db } = keeping;
  const all = () => db.withSchema(schema).selectFrom('teardowns').selectAll();
  return {
    begin: ({ projectId, steps, found }) =>
      db.transaction().execute(async (trx) => {
        const within = { ...keeping, db: trx };
        // Waits for inserts that are under way, and lets those that come wait: they then find it deleting.
        const project = await change<Project>(within, 'projects', projectId, { state: 'deleting' });
        if (!project) return undefined;
        const known = trx.withSchema(schema).selectFrom('teardowns').selectAll().where('projectId', '=', projectId);
        const made = (await known.executeTakeFirst()) as Teardown | undefined;
        const { domainId, name: projectName } = project;
        return (
          made ??
          insert<Teardown>(within, 'teardowns', 'tdn', {
            projectId,
            domainId,
            projectName,
            state: 'queued',
            steps,
            found,
            error: null,
          })
        );
      }),
    get: async (id) => (await all().where('id', '=', id).executeTakeFirst()) as Teardown | undefined,
    list: async () => (await all().orderBy('id', 'desc').execute()) as unknown as Teardown[],
    update: (id, fields, states) => change<Teardown>(keeping, 'teardowns', id, fields, states),
  };
}
