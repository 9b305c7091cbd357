import type { ControlStore } from '@tandem/ports';

/** How long another process may not have heard of a revocation. A change made in this process counts at once. */
const principalMs = 2_000;
/** Short enough that nobody who watches a project sees it; long enough that a thousand calls ask once. */
const projectMs = 250;
const most = 10_000;

/**
 * A control store that remembers for a moment who a caller is and which project a path names: every call asks both.
 * Whatever changes either through this store is heard at once: any other method of theirs forgets all of them.
 */
export function remembering(control: ControlStore): ControlStore {
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
        const found = await principals.get(hash);
        return found && Date.parse(found.expiresAt) > Date.now() ? found : undefined;
      },
    },
    // Whoever makes a domain or a project owns it.
    domains: { ...forgetting(domains, principals.forget), list: domains.list },
    projects: { ...forgetting(projects, forgetAll), get: known.get, list: projects.list },
  };
}

interface Memory<T> {
  get(key: string): Promise<T | undefined>;
  forget(): void;
}

/** What a look-up found, for a while; who asks while it runs waits for the same one. What is not there is asked anew. */
function memory<T extends object>(lookUp: (key: string) => Promise<T | undefined>, ms: number): Memory<T> {
  let entries = new Map<string, { readonly found: Promise<T | undefined>; until: number }>();
  return {
    get(key) {
      const kept = entries.get(key);
      if (kept && kept.until > performance.now()) return kept.found;
      const asked = entries;
      if (asked.size >= most) asked.clear();
      const entry = { found: lookUp(key).then((it) => it && frozen(it)), until: Number.POSITIVE_INFINITY };
      asked.set(key, entry);
      const drop = () => asked.get(key) === entry && asked.delete(key);
      entry.found.then((it) => {
        entry.until = performance.now() + ms;
        if (it === undefined) drop();
      }, drop);
      return entry.found;
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
