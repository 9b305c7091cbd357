import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { remoteError } from './remote-error.ts';

const database = {
  ...{ host: 'db.example.com', port: 5432, database: 'sales', user: 'reader', projectId: 'prj' },
  tls: 'verify-full' as const,
};

describe('what a server writes where its SQLSTATE belongs', () => {
  const said = (code: string) => {
    const error = remoteError(Object.assign(new pg.DatabaseError('no', 2, 'error'), { code }), database);
    return { code: error.code, message: error.message, cause: error.cause };
  };

  it.each(['08006', '53300', '57P01', 'XX000'])('is told where it is one: %s', (code) => {
    expect(said(code)).toMatchObject({ message: expect.stringContaining(code), cause: { code } });
  });

  it.each([
    '08 see http://pay.example.com',
    '53<b>',
    `57P${'0'.repeat(100_000)}`,
    'XX000: the password is hunter2',
    'E_SEND_YOUR_PASSWORD_TO_EVE',
    'TANDEM_TOO_MUCH',
    'CERT_OF_EVE',
    '',
  ])('is kept out of our words where it is none (%#)', (code) => {
    expect(said(code)).toEqual({
      code: 'CONNECTION_FAILED',
      message: 'db.example.com:5432 answered with a fault.',
      cause: expect.objectContaining({ code: '', message: 'no code' }),
    });
  });
});

it('tells the code of what happened on the way', () => {
  const onTheWay = (code: unknown) => remoteError(Object.assign(new Error('x'), { code }), database).message;

  expect(onTheWay('EHOSTUNREACH')).toBe('db.example.com:5432 cannot be reached: EHOSTUNREACH.');
  expect(onTheWay('ERR_TLS_CERT_ALTNAME_INVALID')).toContain('is not trusted: ERR_TLS_CERT_ALTNAME_INVALID.');
  expect(onTheWay('EHOST unreachable')).toBe('db.example.com:5432 answered with a fault.');
  expect(onTheWay(7)).toBe('db.example.com:5432 answered with a fault.');
});
