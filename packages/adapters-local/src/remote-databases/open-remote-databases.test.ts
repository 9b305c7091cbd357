import { createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { ConnectionFailed, HostNotAllowed, TooManyRequests, Unavailable } from '@tandem/data-model';
import type { RemoteDatabase } from '@tandem/ports';
import { remoteDatabasesContract } from '@tandem/ports/contract-tests';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../control-store/connect.ts';
import { migrate } from '../control-store/migrate.ts';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { openRemoteDatabases, type RemoteDatabasesOptions } from './open-remote-databases.ts';

let postgres: TestPostgres;
let url: string;
let database: RemoteDatabase;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createDatabase();
  database = databaseOf(url);
  await postgres.run(url, "create role reader login password 'only-to-read'");
}, 60_000);
afterAll(() => postgres.stop());

const elsewhere = 'postgresql://tandem:x@127.0.0.1:2/tandem';
const open = (options: Partial<RemoteDatabasesOptions> = {}) =>
  openRemoteDatabases({ hosts: '127.0.0.1:*', controlStoreUrl: elsewhere, ...options });

function databaseOf(of: string): RemoteDatabase {
  const { hostname: host, port, pathname } = new URL(of);
  return {
    host,
    port: Number(port),
    database: pathname.slice(1),
    user: 'reader',
    password: 'only-to-read',
    projectId: 'prj',
    tls: 'disable',
  };
}

remoteDatabasesContract('PostgreSQL by its driver', async () => ({
  remotes: open(),
  database,
  closedPort: 1,
  run: (sql) => postgres.run(url, sql),
  sessions: async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query("select count(*)::int as n from pg_stat_activity where usename = 'reader'");
    await client.end();
    return rows[0].n;
  },
  close: async () => undefined,
}));

describe('the way to a host', () => {
  const leadingTo = (...addresses: string[]) =>
    open({ hosts: 'db.example.com:*,*.below.example.com:*,localhost:*', lookup: async () => addresses });
  const at = (host: string) => ({ ...database, host });

  it.each(['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254', '0.0.0.0', '100.100.100.200'])(
    'never leads to %s, whatever name was named',
    async (address) => {
      await expect(leadingTo(address).test(at('db.example.com'))).rejects.toThrow('which no connection may reach');
      await expect(leadingTo('10.0.0.7', address).test(at('db.example.com'))).rejects.toThrow(HostNotAllowed);
      await expect(
        open({ hosts: `${address.includes(':') ? `[${address}]` : address}:*` }).test(at(address)),
      ).rejects.toThrow(HostNotAllowed);
    },
  );

  it('leads to this machine only where it was named by itself', async () => {
    await expect(leadingTo('127.0.0.1').test(at('db.example.com'))).rejects.toThrow('which is this machine itself');
    await expect(leadingTo('::1').test(at('x.below.example.com'))).rejects.toThrow(HostNotAllowed);
    await expect(leadingTo('127.0.0.1').test(at('localhost'))).resolves.toMatchObject({
      serverVersion: expect.any(String),
    });
    await expect(open({ hosts: '' }).test(database)).rejects.toThrow('has not named it');
  });

  it('looks a name up once, so that it cannot lead elsewhere in between', async () => {
    let asked = 0;
    const remotes = open({
      hosts: 'localhost:*',
      lookup: async () => (++asked > 1 ? ['169.254.169.254'] : ['127.0.0.1']),
    });

    await remotes.test(at('localhost'));

    expect(asked).toBe(1);
  });

  it('says that a name is not known', async () => {
    const remotes = open({ hosts: 'db.example.com:*', lookup: async () => Promise.reject(new Error('ENOTFOUND')) });

    await expect(remotes.test(at('db.example.com'))).rejects.toThrow('The host db.example.com is not known.');
  });

  it('does not wait for a name that nobody answers for, nor asks for it again meanwhile', async () => {
    let asked = 0;
    const lookup = () => {
      asked += 1;
      return new Promise<never>(() => undefined);
    };
    const remotes = open({ hosts: 'db.example.com:*', lookupMs: 50, lookup });

    for (const _ of [1, 2]) {
      await expect(remotes.test(at('db.example.com'))).rejects.toThrow('The host db.example.com is not known.');
    }
    expect(asked).toBe(1);
  });

  it('never leads to the control store, by whatever name of this machine', async () => {
    for (const host of ['127.0.0.1', '127.0.0.9', '::1', 'localhost']) {
      const remotes = open({ hosts: '127.0.0.1:*,127.0.0.9:*,[::1]:*,localhost:*', controlStoreUrl: url });
      await expect(remotes.test(at(host))).rejects.toThrow('keeps its own records');
    }
    const named = open({
      hosts: 'db.example.com:*',
      controlStoreUrl: `postgresql://t:x@store.example.com:${database.port}/tandem`,
      lookup: async () => ['10.0.0.7'],
    });
    await expect(named.test(at('db.example.com'))).rejects.toThrow('keeps its own records');
    const bySocket = open({ controlStoreUrl: `postgresql:///tandem?host=/run/postgresql&port=${database.port}` });
    await expect(bySocket.test(database)).rejects.toThrow('keeps its own records');
  });

  it('leads out of a control store that it met behind another address', async () => {
    const store = await postgres.createDatabase();
    const db = connect(store);
    await migrate(db, 'here');
    await db.destroy();

    for (const work of [
      () => open().test(databaseOf(store)),
      () => text(open().read(databaseOf(store), { schema: 'public', name: 'x' })),
    ]) {
      await expect(work()).rejects.toThrow('holds the records of an installation of Tandem');
    }
  });
});

describe('a server', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  afterAll(() => {
    for (const it of sockets) it.destroy();
    for (const it of servers) it.close();
  });
  const serving = async (talk: (socket: Socket) => void): Promise<RemoteDatabase> => {
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      talk(socket);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { ...database, port: (server.address() as { port: number }).port };
  };

  it('that says nothing is given up', async () => {
    const silent = await serving(() => undefined);

    await expect(open({ connectMs: 200 }).test(silent)).rejects.toThrow('it did not answer in time');
  });

  const settled = async (calls: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(calls)).map((it) => (it.status === 'rejected' ? it.reason : undefined));
  const isRefused = (it: unknown) => it instanceof TooManyRequests;

  it('has no more sessions than four at once of all projects, and of one project', async () => {
    let sessions = 0;
    const counting = (socket: Socket) => {
      sessions += 1;
      socket.resume().on('close', () => {
        sessions -= 1;
      });
    };
    const [first, second] = [await serving(counting), await serving(counting)];
    const remotes = open({ connectMs: 300, hosts: '127.0.0.1:*,127.0.0.2:*,127.0.0.3:*' });
    const ask = (of: RemoteDatabase) => remotes.tables(of, { search: '', limit: 1 });

    const ofHost = settled(Array.from({ length: 40 }, (_, k) => ask({ ...first, projectId: `prj_${k % 10}` })));
    await expect.poll(() => sessions).toBe(4);
    const errors = await ofHost;
    expect(errors.filter(isRefused)).toHaveLength(36);
    expect(errors.find(isRefused)).toMatchObject({
      message: expect.stringContaining(`127.0.0.1:${first.port} is asked enough: all projects together have 4`),
      mend: 'Try again when one of those calls has ended.',
    });
    await expect.poll(() => sessions).toBe(0);

    const hosts = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
    const ofProject = await settled(hosts.flatMap((host) => [1, 2, 3].map(() => ask({ ...second, host }))));
    expect(ofProject.filter(isRefused)).toHaveLength(5);
    expect(ofProject.find(isRefused)).toMatchObject({ message: expect.stringContaining('This project has 4') });
    // Every place was given back.
    expect((await settled([1, 2, 3, 4].map(() => ask(first)))).filter(isRefused)).toEqual([]);
  });

  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const welcome = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
  const doneAnswer = Buffer.concat([message('C', Buffer.from('SET\0')), message('Z', Buffer.from('I'))]);
  const row = message('D', Buffer.alloc(2));
  /** Sends as fast as it is taken, far more than anybody should take. */
  const flood = (socket: Socket, begin: Buffer, more: Buffer) => {
    const many = Buffer.concat(Array.from({ length: Math.ceil(65_536 / more.length) }, () => more));
    const push = () => {
      while (!socket.destroyed && socket.bytesWritten < 200_000_000 && socket.write(many));
    };
    socket.on('drain', push).write(begin);
    push();
  };

  it.each([
    ['before it lets anybody in', 0, Buffer.alloc(0), message('N', Buffer.from('\0'))],
    ['in one message without end', 0, Buffer.from([0x52, 0x7f, 0xff, 0xff, 0xff]), Buffer.alloc(1_000)],
    ['as rows', 4, message('T', Buffer.alloc(2)), row],
  ])('that floods %s is cut off', async (_, from, begin, more) => {
    let heard = 0;
    let sent = 0;
    const flooding = await serving((socket) => {
      socket.on('close', () => {
        sent = socket.bytesWritten;
      });
      socket.on('data', () => {
        if (heard === from) flood(socket, begin, more);
        else if (heard < from) socket.write(heard === 0 ? welcome : doneAnswer);
        heard += 1;
      });
    });
    const remotes = open();

    const told = await remotes.tables(flooding, { search: '', limit: 10 }).catch((it: unknown) => it);

    expect(told).toBeInstanceOf(ConnectionFailed);
    expect((told as ConnectionFailed).message).toContain('more than a megabyte');
    await expect.poll(() => sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(50_000_000);
  });

  const endlessFault = Buffer.from([0x45, 0xff, 0xff, 0xff, 0xff]);

  it.each([
    ['in place of rows', Buffer.alloc(0)],
    ['after rows', Buffer.concat([message('H', Buffer.alloc(3)), message('d', Buffer.alloc(3_000_000, 'x'))])],
  ])('that tells of a fault without end %s is cut off', async (_, rows) => {
    let heard = 0;
    let sent = 0;
    const faulting = await serving((socket) => {
      socket.on('close', () => {
        sent = socket.bytesWritten;
      });
      socket.on('data', () => {
        if (heard === 4) flood(socket, Buffer.concat([rows, endlessFault]), Buffer.alloc(1_000));
        else if (heard < 4) socket.write(heard === 0 ? welcome : doneAnswer);
        heard += 1;
      });
    });

    const told = await text(open({ readMs: 2_000 }).read(faulting, { schema: 'public', name: 'x' })).catch(
      (it: unknown) => it,
    );

    expect(told).toBeInstanceOf(ConnectionFailed);
    expect((told as ConnectionFailed).message).toContain('more than a megabyte');
    await expect.poll(() => sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(50_000_000);
  });

  it('that does not hang up when it is told goodbye is not waited for', async () => {
    let heard = 0;
    const staying = await serving((socket) => {
      socket.allowHalfOpen = true;
      socket.on('data', () => {
        socket.write(heard === 0 ? welcome : doneAnswer);
        heard += 1;
      });
    });

    await expect(open().test(staying)).resolves.toMatchObject({ serverVersion: '' });
  });

  it('that hangs up, or speaks something else, is a known fault', async () => {
    const hanging = await serving((socket) => socket.destroy());
    const other = await serving((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));

    await expect(open().test(hanging)).rejects.toThrow(Unavailable);
    await expect(open({ connectMs: 2_000 }).test(other)).rejects.toThrow(/cannot be reached|answered with a fault/);
  });

  it('without TLS is refused where the connection asks for it', async () => {
    for (const tls of ['require', 'verify-full'] as const) {
      await expect(open().test({ ...database, tls })).rejects.toThrow('does not speak TLS');
    }
  });

  it('may give any number of rows', async () => {
    const rows = "select repeat('x', 999) as text from generate_series(1, 3000)";
    await postgres.run(url, `create view many as ${rows}; grant select on many to reader`);

    const csv = await text(open().read(database, { schema: 'public', name: 'many' }));

    expect(csv).toHaveLength('text\n'.length + 3_000_000);
  });

  it('is cut off after the time that an import may take', async () => {
    await postgres.run(url, 'create view slow as select pg_sleep(60)::text; grant select on slow to reader');

    const slow = text(open({ readMs: 200 }).read(database, { schema: 'public', name: 'slow' }));

    await expect(slow).rejects.toThrow(ConnectionFailed);
    await expect(slow).rejects.toThrow('took longer than a connection waits');
  });

  it('whose table somebody has locked is not waited for', async () => {
    await postgres.run(url, 'create table locked (id int); grant select on locked to reader');
    const locking = new pg.Client({ connectionString: url });
    await locking.connect();
    await locking.query('begin; lock table locked in access exclusive mode');

    const waiting = text(open({ readMs: 500 }).read(database, { schema: 'public', name: 'locked' }));

    const error = (await waiting.catch((it: unknown) => it)) as ConnectionFailed;
    expect(error).toBeInstanceOf(ConnectionFailed);
    expect(error.mend).toContain('whether somebody has locked the table');
    await locking.end();
  });
});
