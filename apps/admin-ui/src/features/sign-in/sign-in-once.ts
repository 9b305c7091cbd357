import type { Principal } from '@tandem/data-model/contract';
import { client } from '../../api/client.ts';

const asked = new Map<string, Promise<Principal>>();

/** Gives the secret to the server. It works once there, so that one page may ask once only, however often it renders. */
export function signInOnce(secret: string): Promise<Principal> {
  const answer = asked.get(secret) ?? client.createSession({ body: { secret } });
  asked.set(secret, answer);
  return answer;
}

/** What stands behind the `#`; nothing where it is too short to be a secret. */
export function secretOf(hash: string): string | null {
  const secret = decodeURIComponent(hash.replace(/^#/, ''));
  return secret.length >= 16 && secret.length <= 200 ? secret : null;
}
