import type { Principal } from '@tandem/data-model/contract';
import { client } from '../../api/client.ts';

const asked = new Map<string, Promise<Principal>>();
const answered = new Set<string>();

/** What a link or an identity provider brought to this page. */
export type Brought = { readonly secret: string } | { readonly callback: string };

/** Gives it to the server. It works once there, so that one page may ask once only, however often it renders. */
export function signInOnce(brought: Brought): Promise<Principal> {
  const key = JSON.stringify(brought);
  const answer = asked.get(key) ?? client.createSession({ body: brought });
  asked.set(key, answer);
  const remember = () => void answered.add(key);
  answer.then(remember, remember);
  return answer;
}

/**
 * What the identity provider added to the address by which one came, where it sent the browser back; nothing once that
 * was answered: whoever signs out is on this page again, in the same document.
 */
export function callbackOf(search: string): string | null {
  const given = new URLSearchParams(search);
  const isCallback = given.has('state') && (given.has('code') || given.has('error'));
  return isCallback && !answered.has(JSON.stringify({ callback: search })) ? search : null;
}

/** What stands behind the `#`; nothing where it is too short to be a secret. */
export function secretOf(hash: string): string | null {
  const secret = decodeURIComponent(hash.replace(/^#/, ''));
  return secret.length >= 16 && secret.length <= 200 ? secret : null;
}
