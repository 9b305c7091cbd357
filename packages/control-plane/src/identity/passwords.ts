import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** The least that OWASP's cheat sheet on password storage advises for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

/** A password as it is kept: argon2id in the PHC string format, with a salt of its own. About 30 ms. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await tagOf(password, { ...cost, nonce: salt, tagLength });
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Whether a password is the one that was kept. Without one it is never, after as long as with one. */
export async function isPassword(password: string, kept: string | null | undefined): Promise<boolean> {
  const parts = form.exec(kept ?? (await unguessable()));
  if (!parts) throw new Error('a password is kept in a form that is not known');
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number];
  const tag = Buffer.from(parts[5]!, 'base64');
  const nonce = Buffer.from(parts[4]!, 'base64');
  const given = await tagOf(password, { memory, passes, parallelism, nonce, tagLength: tag.length });
  return timingSafeEqual(given, tag) && kept !== null && kept !== undefined;
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

let hashOfNothing: Promise<string> | undefined;
const unguessable = (): Promise<string> => (hashOfNothing ??= hashPassword(randomBytes(32).toString('hex')));

/** Composed as Unicode's NFKC, so that a password typed on another keyboard is the same one. */
function tagOf(password: string, parameters: Omit<Argon2Parameters, 'message'>): Promise<Buffer> {
  return derive('argon2id', { ...parameters, message: Buffer.from(password.normalize('NFKC'), 'utf8') });
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
