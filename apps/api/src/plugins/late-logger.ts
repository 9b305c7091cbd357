import type { FastifyBaseLogger } from 'fastify';

type OfChild = Parameters<FastifyBaseLogger['child']>;

/** The logger of a request, which is made where somebody writes with it: most requests never do. */
class LateLogger {
  readonly #parent: FastifyBaseLogger;
  readonly #of: OfChild;
  #made: FastifyBaseLogger | undefined;

  constructor(parent: FastifyBaseLogger, of: OfChild) {
    this.#parent = parent;
    this.#of = of;
  }

  made(): FastifyBaseLogger {
    this.#made ??= this.#parent.child(...this.#of);
    return this.#made;
  }
}

for (const name of ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent', 'child'] as const) {
  Object.defineProperty(LateLogger.prototype, name, {
    value(this: LateLogger, ...args: unknown[]) {
      const logger = this.made();
      return (logger[name] as (...args: unknown[]) => unknown).apply(logger, args);
    },
  });
}
Object.defineProperty(LateLogger.prototype, 'level', {
  get(this: LateLogger) {
    return this.made().level;
  },
});

/** As Fastify makes the logger of a request, but later. */
export const lateLogger = (parent: FastifyBaseLogger, ...of: OfChild): FastifyBaseLogger =>
  new LateLogger(parent, of) as unknown as FastifyBaseLogger;
