import type { Domain, Project } from '@tandem/data-model/contract';
import { insert, type Keeping } from '../collection.ts';
import { schema } from '../connect.ts';
import { put } from './members.ts';

/** Inserts a domain and makes a user its owner, in one transaction. */
export function insertDomain({ db, now }: Keeping, domain: object, ownerId?: string): Promise<Domain> {
  return db.transaction().execute(async (trx) => {
    const made = await insert<Domain>({ db: trx, now }, 'domains', 'dom', domain);
    if (ownerId === undefined) return made;
    const user = { domainId: made.id, userId: ownerId };
    await trx.withSchema(schema).insertInto('domainUsers').values(user).execute();
    await put(trx, now(), { domainId: made.id }, ownerId, 'domain-owner', 'administrator');
    return made;
  });
}

/** Inserts a project and makes a user its owner, in one transaction. */
export function insertProject({ db, now }: Keeping, project: object, ownerId?: string): Promise<Project> {
  return db.transaction().execute(async (trx) => {
    const made = await insert<Project>({ db: trx, now }, 'projects', 'prj', project);
    const scope = { domainId: made.domainId, projectId: made.id };
    if (ownerId !== undefined) await put(trx, now(), scope, ownerId, 'project-owner', null);
    return made;
  });
}
