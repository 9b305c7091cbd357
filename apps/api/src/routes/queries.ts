import { readableTables } from '@tandem/control-plane';
import { NotFound } from '@tandem/data-model';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { queryUser } from '../query-user.ts';
import { route } from '../route.ts';
import { withField } from '../written-json.ts';

export function addQueries(app: FastifyInstance, deps: ApiDeps): void {
  const { queries } = deps;
  route(app, operations.createQuery, async ({ project, request, body, reply }) => {
    const readable = () => readableTables(deps, project);
    const query = { projectId: project.id, user: queryUser(request), sql: body.sql, readable };
    const { rowsJson, ...rest } = await queries.run(query, whenGone(reply, app.closing));
    return withField(rest, 'rows', rowsJson);
  });
  route(app, operations.cancelQuery, ({ project, request, params }) => {
    if (queries.cancel(project.id, queryUser(request), params.queryId)) return null;
    throw new NotFound('running query', params.queryId);
  });
}

/** Aborts when the caller closes the connection before it has the reply, or the process drains. */
function whenGone({ raw }: FastifyReply, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  if (raw.destroyed) gone.abort();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return AbortSignal.any([gone.signal, closing]);
}
