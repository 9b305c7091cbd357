import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ConnectionFailed } from '@tandem/data-model';
import type { RemoteDatabase } from '@tandem/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../postgres/test-postgres.ts';
import { openRemoteDatabases } from './open-remote-databases.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A server whose certificate is of `localhost`, signed by nobody but itself. */
describe.skipIf(!hasOpenssl)('the certificate of a server', () => {
  let postgres: TestPostgres;
  let certificate: string;
  let database: RemoteDatabase;
  const trusted = getCACertificates();
  const remotes = openRemoteDatabases({
    hosts: 'localhost:*,127.0.0.1:*',
    controlStoreUrl: 'postgresql://tandem:x@127.0.0.1:2/tandem',
    lookup: async () => ['127.0.0.1'],
  });

  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-tls-test-'));
    const made = (it: string) => path.join(folder, it);
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
    const files = ['-keyout', made('key'), '-out', made('cert')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files], {
      stdio: 'ignore',
    });
    certificate = readFileSync(made('cert'), 'utf8');
    const key = readFileSync(made('key'), 'utf8');
    rmSync(folder, { recursive: true });
    postgres = await startTestPostgres();
    const url = await postgres.createDatabase();
    // Written by the server itself, into its own folder, for the account that it runs as.
    const write = (name: string, text: string) =>
      postgres.run(
        url,
        `copy (select unnest(string_to_array('${text.trim()}', e'\\n'))) to program 'umask 077; cat > ${name}'`,
      );
    await write('server.crt', certificate);
    await write('server.key', key);
    await postgres.run(url, 'alter system set ssl = on');
    await postgres.run(url, 'select pg_reload_conf()');
    const { port, pathname, username: user, password } = new URL(url);
    database = {
      host: 'localhost',
      port: Number(port),
      database: pathname.slice(1),
      user,
      password,
      tls: 'require',
      projectId: 'prj',
    };
  }, 60_000);
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    await postgres.stop();
  });

  it('is not looked at where the connection does not ask for it', async () => {
    await expect
      .poll(() => remotes.test(database), { timeout: 10_000 })
      .toMatchObject({ latencyMs: expect.any(Number) });
  });

  it('is refused where nobody is known who signed it', async () => {
    const refused = remotes.test({ ...database, tls: 'verify-full' });

    await expect(refused).rejects.toThrow(ConnectionFailed);
    await expect(refused).rejects.toThrow(/certificate of localhost:\d+ is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT/);
  });

  it('is taken once its authority is known, of the host that it names and no other', async () => {
    setDefaultCACertificates([...trusted, certificate]);
    const verified = { ...database, tls: 'verify-full' } as const;

    await expect(remotes.test(verified)).resolves.toMatchObject({ serverVersion: expect.any(String) });
    await expect(remotes.test({ ...verified, host: '127.0.0.1' })).rejects.toThrow('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
