import type { Operation } from '@tandem/data-model/contract';
import type { FastifyInstance, onRequestHookHandler, onSendHookHandler, preHandlerHookHandler } from 'fastify';

interface Hooks {
  readonly onRequest: onRequestHookHandler;
  readonly preHandler: preHandlerHookHandler;
  readonly onSend: onSendHookHandler;
}

/**
 * Adds a hook to the operations that `of` gives one for, after those that are there, so that no other call goes through
 * it. Comes before the routes.
 */
export function addToOperations<K extends keyof Hooks>(
  app: FastifyInstance,
  name: K,
  of: (operation: Operation) => Hooks[K] | undefined,
): void {
  app.addHook('onRoute', (route) => {
    const { operation } = route.config ?? {};
    const hook = operation && of(operation);
    if (hook) Object.assign(route, { [name]: [route[name] ?? [], hook].flat() });
  });
}
