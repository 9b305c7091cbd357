import { can, deleteProject, getDomain, getTeardown, planTeardown } from '@tandem/control-plane';
import { NotFound } from '@tandem/data-model';
import { operations, type Principal, type Teardown } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { looks } from '../looks.ts';
import { route } from '../route.ts';

export function addTeardowns(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.getTeardownPlan, ({ project }) => planTeardown(deps.places, project));
  route(app, operations.deleteProject, ({ project, query }) => deleteProject(deps, project.id, query.confirm));
  const isInReach = (principal: Principal, { domainId }: Pick<Teardown, 'domainId'>) =>
    can(principal, { access: 'domain', right: 'read' }, { domainId }).allowed;
  const reached = async (principal: Principal, id: string) => {
    const teardown = await getTeardown(deps, id);
    if (!isInReach(principal, teardown)) throw new NotFound('teardown', id);
    return teardown;
  };
  route(app, operations.listTeardowns, async ({ principal, query: { domainId } }) => {
    if (domainId !== undefined) {
      if (!isInReach(principal, { domainId })) throw new NotFound('domain', domainId);
      await getDomain(deps, domainId);
    }
    const all = await deps.control.teardowns.list();
    return {
      teardowns: all.filter((it) => (domainId === undefined || it.domainId === domainId) && isInReach(principal, it)),
    };
  });
  route(app, operations.getTeardown, ({ principal, params }) => reached(principal, params.teardownId));
  route(app, operations.streamTeardown, async ({ principal, params }) => {
    // Looked up before the stream begins, so that an unknown one is a 404 and not an empty stream.
    await reached(principal, params.teardownId);
    return looks(
      () => getTeardown(deps, params.teardownId),
      ({ state }) => state === 'queued' || state === 'running',
      app.closing,
    );
  });
}
