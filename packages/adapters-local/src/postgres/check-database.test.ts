import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDatabase } from './check-database.ts';
import { startTestPostgres, type TestPostgres } from './test-postgres.ts';

let server: TestPostgres;
let url: string;

beforeAll(async () => {
  server = await startTestPostgres();
  url = await server.createDatabase();
});

afterAll(() => server.stop());

const changed = (change: (url: URL) => void) => {
  const it = new URL(url);
  change(it);
  return it.href;
};

it('accepts a database that its user can use', async () => {
  await expect(checkDatabase(url)).resolves.toBeUndefined();
});

it('names the place and the fault, and never the password', async () => {
  const wrongPassword = changed((it) => {
    it.password = 'secret-guess';
  });

  await expect(checkDatabase(wrongPassword)).rejects.toThrow(
    `The database of DATABASE_URL, test_1 at 127.0.0.1:${new URL(url).port}, refuses the user or the password.`,
  );
});

it('tells a database that is missing from a server that is', async () => {
  const noDatabase = changed((it) => {
    it.pathname = '/nowhere';
  });
  const noServer = changed((it) => {
    it.port = '1';
  });

  await expect(checkDatabase(noDatabase)).rejects.toThrow(/nowhere at .* does not exist there/);
  await expect(checkDatabase(noServer)).rejects.toThrow(/127\.0\.0\.1:1, cannot be reached: nothing listens there/);
});

it('refuses a user who may not make schemas', async () => {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query("create role reader login password 'reader'");
  await admin.end();
  const reader = changed((it) => {
    it.username = 'reader';
    it.password = 'reader';
  });

  await expect(checkDatabase(reader)).rejects.toThrow(/GRANT CREATE ON DATABASE/);
});

it('refuses what is no address at all', async () => {
  await expect(checkDatabase('localhost')).rejects.toThrow(/DATABASE_URL is not the address/);
});
