import { Unavailable } from '@tandem/data-model';
import pg from 'pg';

const oldest = 150_000;

/**
 * Makes sure that a database given by address can be used: it answers within five seconds, is PostgreSQL 15 or later,
 * and its user may make schemas in it. Throws Unavailable with the reason; the password is never part of it.
 */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: parse(url), connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; may_create: boolean }>(
      `select current_setting('server_version_num')::int as version,
        has_database_privilege(current_user, current_database(), 'create') as may_create`,
    );
    const { version, may_create } = rows[0]!;
    if (version < oldest) {
      throw unusable(url, `is PostgreSQL ${Math.floor(version / 10_000)}; 15 is the oldest that works`);
    }
    if (!may_create) throw unusable(url, 'does not let its user make schemas (GRANT CREATE ON DATABASE is missing)');
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    throw unusable(url, reason(error), error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function parse(url: string): string {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return url;
  throw new Unavailable(
    'DATABASE_URL is not the address of a PostgreSQL database.',
    'Write it as postgresql://user:password@host:5432/database, or unset it to use the embedded PostgreSQL.',
  );
}

function unusable(url: string, what: string, cause?: unknown): Unavailable {
  const { hostname, port, pathname } = new URL(url);
  const place = `${pathname.slice(1) || 'its default database'} at ${hostname || 'a local socket'}:${port || 5432}`;
  return new Unavailable(
    `The database of DATABASE_URL, ${place}, ${what}.`,
    'Start or correct it, or unset DATABASE_URL to use the embedded PostgreSQL.',
    { cause },
  );
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  if (code === '28P01' || code === '28000') return 'refuses the user or the password';
  if (code === '3D000') return 'does not exist there';
  if (code === 'ECONNREFUSED') return 'cannot be reached: nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'cannot be reached: the host is unknown';
  if (/timeout/i.test(message)) return 'cannot be reached: no answer within 5 seconds';
  return `cannot be used: ${message || code || String(error)}`;
}
