import { installDouble, openSessions, type Sessions } from './install-double.ts';
import { RedshiftError } from './redshift-error.ts';

/** The databases of the double by the names that Redshift knows them by; each is one of PostgreSQL. */
export interface Databases {
  /** Throws RedshiftError where there is none of that name. */
  sessions(name: string): Sessions;
  create(name: string): Promise<void>;
  /** Throws RedshiftError where there is none, or it is the one that everything starts in. */
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The first is named `main` and stands for the one that comes with a namespace. */
export async function openDatabases(url: string, main: string): Promise<Databases> {
  const opened = new Map<string, Sessions>();
  /** The names that PostgreSQL knows them by; one that was dropped is not used again. */
  const addresses = new Map<string, string>();
  let made = 0;
  const open = async (name: string, at: string) => {
    await installDouble(at);
    opened.set(name, openSessions(at));
    await onMain((session) =>
      session.query('insert into redshift_double.svv_redshift_databases (database_name) values ($1)', [name]),
    );
  };
  const onMain = async (work: (session: Awaited<ReturnType<Sessions['take']>>) => Promise<unknown>) => {
    const sessions = opened.get(main)!;
    const session = await sessions.take();
    try {
      await work(session);
    } finally {
      await sessions.giveBack(session, true);
    }
  };
  await open(main, url);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    sessions: (name) => {
      const found = opened.get(name);
      if (!found) throw new RedshiftError(`database "${name}" does not exist`);
      return found;
    },
    create(name) {
      // PostgreSQL makes one database at a time, by copying another.
      const done = turn.then(async () => {
        if (opened.has(name)) throw new RedshiftError(`database "${name}" already exists`);
        const at = new URL(url);
        at.pathname = `${at.pathname}_${++made}`;
        await onMain((session) => session.query(`create database "${at.pathname.slice(1)}"`));
        await open(name, at.href);
        addresses.set(name, at.pathname.slice(1));
      });
      turn = done.catch(() => undefined);
      return done;
    },
    drop(name) {
      const done = turn.then(async () => {
        const sessions = opened.get(name);
        const address = addresses.get(name);
        if (!sessions || address === undefined) throw new RedshiftError(`database "${name}" does not exist`);
        await sessions.close();
        opened.delete(name);
        addresses.delete(name);
        await onMain(async (session) => {
          await session.query(`drop database "${address}"`);
          await session.query('delete from redshift_double.svv_redshift_databases where database_name = $1', [name]);
        });
      });
      turn = done.catch(() => undefined);
      return done;
    },
    close: async () => {
      await Promise.all([...opened.values()].map((it) => it.close()));
    },
  };
}
