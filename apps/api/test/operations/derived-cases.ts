import { type Operation, takesIdempotencyKey } from '@tandem/data-model/contract';
import type { CallOptions } from '../start-app.ts';
import { type Case, unknown, usedKey } from './scene.ts';

/** Cases that follow from the contract: of status, for an operation whose `options` would succeed. */
export const derivedCases: Readonly<Record<number, (it: Operation, good: CallOptions) => CallOptions | undefined>> = {
  400: (it, good) => {
    if (it.body && it.body !== 'bytes') return { ...good, body: { nonsense: true } };
    if (it.params) return { ...good, params: { ...good.params, ...broken(good.params) } };
    return undefined;
  },
  401: (it, good) => (it.access === 'public' ? undefined : { ...good, cookie: '' }),
  403: (it, good) =>
    it.access === 'domain' || it.access === 'installation'
      ? { ...good, cookie: '', token: 'of the world' }
      : it.method === 'GET'
        ? { ...good, cookie: '', token: 'without scopes' }
        : { ...good, headers: { origin: 'https://evil.example' } },
  404: (it, good) => (it.params ? { ...good, params: { ...good.params, ...missing(good.params) } } : undefined),
  412: (_, good) => ({ ...good, headers: { 'if-match': '"what it was before"' } }),
  413: (it, good) =>
    it.body === 'bytes'
      ? { ...good, body: 'x'.repeat(4 * 1024 * 1024) }
      : { ...good, body: { nonsense: 'x'.repeat(it.maxBodyBytes ?? 1024 * 1024) } },
  415: (_, good) => ({ ...good, body: 'nonsense', headers: { 'content-type': 'text/plain' } }),
  422: (it, good) => (takesIdempotencyKey(it) ? { ...good, headers: { 'idempotency-key': usedKey } } : undefined),
};

/** Those of an operation for which they are made from other options than those that succeed, as these cost too much. */
export function derivedFrom(it: Operation, options: CallOptions): Record<number, Case> {
  return Object.fromEntries(
    Object.entries(derivedCases).flatMap(([status, make]) => {
      const made = make(it, options);
      return made ? [[status, () => made]] : [];
    }),
  );
}

const prefixes = { projectId: 'prj', domainId: 'dom', teardownId: 'tdn' } as const;
const firstOf = (params: CallOptions['params'] = {}) =>
  (Object.keys(prefixes) as (keyof typeof prefixes)[]).find((it) => it in params) ?? 'domainId';
const broken = (params: CallOptions['params']) => ({ [firstOf(params)]: 'NOT-AN-ID' });
const missing = (params: CallOptions['params']) => ({
  [firstOf(params)]: `${prefixes[firstOf(params)]}_${unknown}`,
});
