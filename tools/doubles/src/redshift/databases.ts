import { installDouble, openSessions, type Sessions } from './install-double.ts';
import { RedshiftError } from './redshift-error.ts';

/** The databases of the double by the names that Redshift knows them by; each is one of PostgreSQL. */
export interface Databases {
  /** Throws RedshiftError where there is none of that name. */
  sessions(name: string): Sessions;
  create(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The first is named `main` and stands for the one that comes with a namespace. */
export async function openDatabases(url: string, main: string): Promise<Databases> {
  const opened = new Map<string, Sessions>();
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
      const made = turn.then(async () => {
        if (opened.has(name)) throw new RedshiftError(`database "${name}" already exists`);
        const at = new URL(url);
        at.pathname = `${at.pathname}_${opened.size}`;
        await onMain((session) => session.query(`create database "${at.pathname.slice(1)}"`));
        await open(name, at.href);
      });
      turn = made.catch(() => undefined);
      return made;
    },
    close: async () => {
      await Promise.all([...opened.values()].map((it) => it.close()));
    },
  };
}
