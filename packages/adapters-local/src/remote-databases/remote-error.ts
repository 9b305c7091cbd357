import { ConnectionFailed, KnownError, Unavailable } from '@tandem/data-model';
import type { RemoteDatabase } from '@tandem/ports';
import pg from 'pg';
import { written } from './reach.ts';

/** What a database outside, or the way to it, says, in our own words: its words may quote rows, or a password in a URL. */
export function remoteError(cause: unknown, of: Omit<RemoteDatabase, 'password'>): KnownError {
  if (cause instanceof KnownError) return cause;
  const code = codeOf(cause);
  const { message = '' } = cause as { message?: string };
  const where = written(of);
  const failed = (text: string, mend: string) => new ConnectionFailed(text, mend, { cause: bare(code) });
  const away = (text: string, mend: string) => new Unavailable(text, mend, { cause: bare(code) });
  if (code === '28P01' || code === '28000') {
    return failed(
      `${where} refuses the user ${of.user}: the password is wrong, or the user may not open ${of.database} from here.`,
      'Give the connection the right user and password, and see the rules of the server (pg_hba.conf).',
    );
  }
  if (code === '3D000') {
    return failed(`${where} has no database ${of.database}.`, 'Give the connection the name of one that it has.');
  }
  if (/does not support SSL/i.test(message)) {
    return failed(
      `${where} does not speak TLS, and the connection asks for it (${of.tls}).`,
      'Have the server speak TLS; where nobody else is on the way, the connection can be set to tls disable.',
    );
  }
  if (/no encryption|SSL off/i.test(message)) {
    return failed(`${where} wants TLS.`, 'Set the connection to tls verify-full.');
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ALTNAME/.test(code)) {
    return failed(
      `The certificate of ${where} is not trusted: ${code}.`,
      'Have the operator give the authority that signed it in NODE_EXTRA_CA_CERTS, use the host that the certificate names, or set the connection to tls require.',
    );
  }
  if (/^(?:42P01|3F000)$/.test(code)) {
    return failed('The database has no such table or view.', 'Use a name as the tables of the connection are listed.');
  }
  if (code === '42501') {
    return failed(`The user ${of.user} may not read that.`, 'Grant them SELECT on it, and USAGE on its schema.');
  }
  if (code === tooMuchCode) {
    return failed(
      `${where} answered with more than a megabyte where a few rows were asked for, and was cut off.`,
      'See that it is a PostgreSQL, and one that you trust.',
    );
  }
  if (code === '57014' || code === '55P03' || code === '25P03' || code === deadlineCode) {
    return failed(
      'The database took longer than a connection waits.',
      'Bring over less at once, such as a view of the rows that are needed; and see whether somebody has locked the table.',
    );
  }
  if (
    /^(?:08|53|57P)/.test(code) ||
    /^E[A-Z]+$/.test(code) ||
    /^(?:Connection terminated|timeout expired)/.test(message)
  ) {
    const why =
      code === 'ECONNREFUSED'
        ? 'nothing listens there'
        : /timeout/.test(message)
          ? 'it did not answer in time'
          : code || 'the connection broke off';
    return away(
      `${where} cannot be reached: ${why}.`,
      'See that it runs, and that nothing is in the way to it; then try again.',
    );
  }
  return failed(
    `${where} answered with a fault${code ? ` (SQLSTATE ${code})` : ''}.`,
    'Its own log says more; see that it is a PostgreSQL, and that the table can be read there.',
  );
}

/** What says what happened, and nothing else: a server may write anything where its SQLSTATE belongs. */
function codeOf(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  const form = cause instanceof pg.DatabaseError ? /^[0-9A-Z]{5}$/ : /^[0-9A-Z_]{1,40}$/;
  return typeof code === 'string' && form.test(code) ? code : '';
}

/** The code of what ended a connection at our own deadline. */
export const deadlineCode = 'TANDEM_DEADLINE';

/** The code of what ended a connection because the server said too much. */
export const tooMuchCode = 'TANDEM_TOO_MUCH';

/** What may go into a log: a code alone. */
const bare = (code: string) => Object.assign(new Error(code || 'no code'), { code });
