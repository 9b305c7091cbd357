import type { Token } from '@tandem/data-model/contract';
import type { IdentityStore } from '@tandem/ports';
import { insert, type Keeping } from '../collection.ts';
import { schema } from '../connect.ts';
import { firstAdministrator } from './first-administrator.ts';

type Of = Parameters<IdentityStore['tokens']>[0];

const columns = ['id', 'name', 'projectId', 'role', 'scopes', 'createdAt', 'expiresAt', 'revokedAt'] as const;
type Kept = Token & { hash: string; userId: string | null; makerId: string | null };
const dayMs = 86_400_000;

export function tokens(keeping: Keeping): Pick<IdentityStore, 'createToken' | 'tokens' | 'revokeToken'> {
  const { db, now } = keeping;
  const tables = () => db.withSchema(schema);
  return {
    async createToken({ expiresAt, makerId, ...token }) {
      const longAgo = new Date(now().getTime() - dayMs).toISOString();
      await tables().deleteFrom('tokens').where('expiresAt', '<', longAgo).execute();
      const isOfService = token.userId === null;
      const answering = makerId === undefined ? await firstAdministrator(db) : makerId;
      const made = await insert<Kept>(keeping, 'tokens', 'tok', {
        ...token,
        makerId: isOfService ? answering : null,
        expiresAt: expiresAt.toISOString(),
      });
      const { hash: _, userId: __, makerId: ___, ...shown } = made;
      return shown;
    },
    async tokens(of) {
      return (await whose(
        tables()
          .selectFrom('tokens')
          .select([...columns]),
        of,
      )
        .orderBy('id', 'desc')
        .execute()) as unknown as Token[];
    },
    async revokeToken(of, id) {
      const revoked = await whose(tables().updateTable('tokens').set({ revokedAt: now().toISOString() }), of)
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return revoked !== undefined;
    },
  };
}

/** Narrows a query to the tokens of a user, or of the services of a project. */
function whose<Q extends { where(column: string, is: string, value: unknown): Q }>(query: Q, of: Of): Q {
  return 'userId' in of
    ? query.where('userId', '=', of.userId)
    : query.where('projectId', '=', of.projectId).where('userId', 'is', null);
}
