import { text } from 'node:stream/consumers';
import { ConnectionFailed, HostNotAllowed, Unavailable } from '@tandem/data-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemoteDatabase, RemoteDatabases } from '../remote-databases.ts';

export interface RemoteScene {
  readonly remotes: RemoteDatabases;
  /** One that is allowed, and its user `reader`, who may connect and use the schema `public`. */
  readonly database: RemoteDatabase;
  /** A port of an allowed host at which nothing listens. */
  readonly closedPort: number;
  /** Runs statements as the owner of the database. */
  run(sql: string): Promise<void>;
  /** How many sessions the user `reader` has. */
  sessions(): Promise<number>;
  close(): Promise<void>;
}

/** What every way to databases outside must do. */
export function remoteDatabasesContract(name: string, open: () => Promise<RemoteScene>): void {
  describe(`${name} as a way to databases outside`, () => {
    let scene: RemoteScene;
    let remotes: RemoteDatabases;
    let database: RemoteDatabase;
    beforeAll(async () => {
      scene = await open();
      ({ remotes, database } = scene);
      await scene.run(`
        create table sales (id int, city text, at timestamptz, day date, amount numeric);
        insert into sales values
          (1, 'Köln, "Süd"', '2026-01-02 00:30:00+01', '2026-01-02', 1.50), (2, null, null, null, null), (3, '', null, null, -0.1);
        create view cities as select city from sales;
        create schema "od""d";
        create table "od""d"."my ""table""; drop" ("a ""b"" c" text);
        insert into "od""d"."my ""table""; drop" values ('x');
        create table hidden (id int);
        grant select on sales, cities to reader;
        grant usage on schema "od""d" to reader;
        grant select on "od""d"."my ""table""; drop" to reader;
        analyze sales`);
    }, 60_000);
    afterAll(() => scene.close());

    const read = (schema: string, table: string, of = database) => text(remotes.read(of, { schema, name: table }));

    it('says which version answers, and how long that took', async () => {
      const answer = await remotes.test(database);

      expect(answer.serverVersion).toMatch(/^\d+/);
      expect(answer.latencyMs).toBeGreaterThan(0);
      expect(answer.connectMs).toBeGreaterThan(0);
    });

    it('lists what its user may read, by schema and name, and no more than is asked for', async () => {
      const all = await remotes.tables(database, { search: '', limit: 10 });

      expect(all).toEqual([
        { schema: 'od"d', name: 'my "table"; drop', kind: 'table', rows: null },
        { schema: 'public', name: 'cities', kind: 'view', rows: null },
        { schema: 'public', name: 'sales', kind: 'table', rows: 3 },
      ]);
      expect(await remotes.tables(database, { search: 'TABLE', limit: 10 })).toEqual(all.slice(0, 1));
      expect(await remotes.tables(database, { search: "'", limit: 10 })).toEqual([]);
      expect(await remotes.tables(database, { search: '', limit: 2 })).toEqual(all.slice(0, 2));
    });

    it('reads a table as CSV with a header, instants in UTC, and tells NULL from nothing', async () => {
      expect(await read('public', 'sales')).toBe(
        'id,city,at,day,amount\n1,"Köln, ""Süd""",2026-01-01 23:30:00+00,2026-01-02,1.50\n2,,,,\n3,"",,,-0.1\n',
      );
      expect(await read('public', 'cities')).toContain('city\n');
    });

    it('takes names for names, whatever stands in them', async () => {
      expect(await read('od"d', 'my "table"; drop')).toBe('"a ""b"" c"\nx\n');
      await expect(read('public', 'sales) to stdout; drop table sales; --')).rejects.toThrow(ConnectionFailed);
      expect(await read('public', 'sales')).toContain('Köln');
    });

    it('says what is missing or may not be read', async () => {
      await expect(read('public', 'nothing')).rejects.toThrow('no such table or view');
      await expect(read('nowhere', 'sales')).rejects.toThrow('no such table or view');
      await expect(read('public', 'hidden')).rejects.toThrow('may not read that');
    });

    it('changes nothing, even where a view would', async () => {
      await scene.run(`
        create table log (at timestamptz); grant insert, select on log to reader;
        create function note() returns int language sql volatile as 'insert into log values (now()) returning 1';
        create view noting as select note();
        grant select on noting to reader`);

      await expect(read('public', 'noting')).rejects.toThrow(ConnectionFailed);

      expect(await read('public', 'log')).toBe('at\n');
    });

    it('says that a user, a password or a database is refused, and never the password', async () => {
      const password = 'Wr0ng-and-secret';
      for (const of of [{ password }, { user: 'nobody-there', password }, { database: 'no-such' }]) {
        const error = (await remotes.test({ ...database, ...of }).catch((it: unknown) => it)) as ConnectionFailed;

        expect(error).toBeInstanceOf(ConnectionFailed);
        expect(error.mend).not.toBe('');
        const said = JSON.stringify([error.message, error.mend, error.stack, error.cause, String(error.cause)]);
        for (const secret of [password, database.password]) expect(said).not.toContain(secret);
      }
    });

    it('says that nothing answers', async () => {
      const nowhere = { ...database, port: scene.closedPort };

      await expect(remotes.test(nowhere)).rejects.toThrow(Unavailable);
      await expect(read('public', 'sales', nowhere)).rejects.toThrow('nothing listens there');
    });

    it('reaches no host that was not named', async () => {
      const other = { ...database, host: 'db.not-named.example' };

      expect(() => remotes.requireNamed(other)).toThrow(HostNotAllowed);
      await expect(remotes.test(other)).rejects.toThrow(/TANDEM_CONNECTION_HOSTS|has not named it/);
      await expect(remotes.tables(other, { search: '', limit: 1 })).rejects.toThrow(HostNotAllowed);
      await expect(read('public', 'sales', other)).rejects.toThrow(HostNotAllowed);
      remotes.requireNamed(database);
    });

    it('reads no further than somebody takes, and leaves no session behind', async () => {
      await scene.run(`
        create view endless as select repeat('x', 1000) as text, generate_series(1, 1000000000) as n;
        grant select on endless to reader`);
      const rows = remotes.read(database, { schema: 'public', name: 'endless' });
      let bytes = 0;

      for await (const chunk of rows) {
        bytes += (chunk as Buffer).length;
        if (bytes > 5_000_000) break;
      }

      expect(bytes).toBeLessThan(7_000_000);
      await expect.poll(() => scene.sessions(), { timeout: 10_000 }).toBe(0);
    });
  });
}
