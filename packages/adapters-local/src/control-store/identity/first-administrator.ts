import { type Database, schema } from '../connect.ts';

/** Id of who stands for whoever has the machine: the oldest administrator of the installation. */
export async function firstAdministrator(db: Database): Promise<string> {
  const found = (await db
    .withSchema(schema)
    .selectFrom('users')
    .select('id')
    .where('isAdministrator', '=', true)
    .orderBy('id')
    .executeTakeFirstOrThrow()) as { id: string };
  return found.id;
}
