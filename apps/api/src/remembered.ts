import type { Principal, Project } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';

/** How long another process may not have heard of a revocation. A change made in this process counts at once. */
const principalMs = 2_000;
/** Short enough that nobody who watches a project sees it; long enough that a thousand calls ask once. */
const projectMs = 250;
const most = 10_000;

/** What is remembered now, without asking and without waiting: the same frozen object each time, or undefined. */
export interface Remembered {
  principal(hash: string): Principal | undefined;
  project(id: string): Project | undefined;
}

/**
 * A control store that remembers for a moment who a caller is and which project a path names: every call asks both.
 * Whatever changes either through this store is heard at once: any other method of theirs forgets all of them.
 */
export function remembering(control: ControlStore): ControlStore & { readonly remembered: Remembered } {
  const { identity, projects, domains } = control;
  const principals = memory(identity.principal, principalMs);
  const known = memory(projects.get, projectMs);
  const forgetAll = () => {
    principals.forget();
    known.forget();
  };
  return {
    ...control,
    identity: {
      ...forgetting(identity, principals.forget),
      async principal(hash) {
        return unexpired(await principals.get(hash));
      },
    },
    // Whoever makes a domain or a project owns it.
    domains: { ...forgetting(domains, principals.forget), list: domains.list },
    projects: { ...forgetting(projects, forgetAll), get: known.get, list: projects.list },
    remembered: { principal: (hash) => unexpired(principals.peek(hash)), project: known.peek },
  };
}

const ends = new WeakMap<Principal, number>();

/** The principal, where its session or token has not ended meanwhile. */
function unexpired(found: Principal | undefined): Principal | undefined {
  if (!found) return undefined;
  const endsMs = ends.get(found) ?? Date.parse(found.expiresAt);
  ends.set(found, endsMs);
  return endsMs > Date.now() ? found : undefined;
}

interface Memory<T> {
  get(key: string): Promise<T | undefined>;
  /** What `get` would give, where that is known already. */
  peek(key: string): T | undefined;
  forget(): void;
}

/** What a look-up found, for a while; who asks while it runs waits for the same one. What is not there is asked anew. */
function memory<T extends object>(lookUp: (key: string) => Promise<T | undefined>, ms: number): Memory<T> {
  let entries = new Map<string, { readonly found: Promise<T | undefined>; until: number; known: T | undefined }>();
  return {
    get(key) {
      const kept = entries.get(key);
      if (kept && kept.until > performance.now()) return kept.found;
      const asked = entries;
      if (asked.size >= most) asked.clear();
      const found = lookUp(key).then((it) => it && frozen(it));
      const entry = { found, until: Number.POSITIVE_INFINITY, known: undefined as T | undefined };
      asked.set(key, entry);
      const drop = () => asked.get(key) === entry && asked.delete(key);
      entry.found.then((it) => {
        entry.until = performance.now() + ms;
        entry.known = it;
        if (it === undefined) drop();
      }, drop);
      return entry.found;
    },
    peek(key) {
      const kept = entries.get(key);
      return kept && kept.until > performance.now() ? kept.known : undefined;
    },
    // A look-up that runs meanwhile fills the map that is gone.
    forget() {
      entries = new Map();
    },
  };
}

/** The same methods; each forgets, before it is carried out and after. */
function forgetting<T extends object>(methods: T, forget: () => void): T {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      forget();
      try {
        return await (method as (...args: unknown[]) => unknown)(...args);
      } finally {
        forget();
      }
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}

/** What several calls are given must be changed by none of them. */
function frozen<T extends object>(record: T): T {
  for (const value of Object.values(record)) if (typeof value === 'object' && value !== null) frozen(value);
  return Object.freeze(record);
}
