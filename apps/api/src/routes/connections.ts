import {
  changeableOf,
  changeConnection,
  createConnection,
  deleteConnection,
  getConnection,
  importTable,
  listConnections,
  listConnectionTables,
  testConnection,
} from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { tagged, whereUnchanged } from '../entity-tag.ts';
import { route } from '../route.ts';
import { recogniser, wakenFor } from './uploads.ts';

export function addConnections(app: FastifyInstance, deps: ApiDeps): void {
  const importing = new Set<string>();
  const waken = wakenFor(app, deps);
  const present = (projectId: string, id: string) => async () => {
    const found = await deps.control.connections.get(projectId, id);
    return found && changeableOf(found);
  };

  route(app, operations.createConnection, ({ project, body }) => createConnection(deps, project.id, body));
  route(app, operations.listConnections, async ({ project }) => ({
    connections: await listConnections(deps, project),
  }));
  route(app, operations.getConnection, async ({ project, params, reply }) => {
    const connection = await getConnection(deps, project, params.connectionId);
    return tagged(reply, connection, changeableOf(connection));
  });
  route(app, operations.changeConnection, async ({ project, params: { connectionId }, body, request, reply }) => {
    const change = () => changeConnection(deps, project.id, connectionId, body);
    const changed = await whereUnchanged(request, connectionId, present(project.id, connectionId), change);
    return tagged(reply, changed, changeableOf(changed));
  });
  route(app, operations.deleteConnection, async ({ project, params: { connectionId }, request }) => {
    const remove = () => deleteConnection(deps, project.id, connectionId);
    await whereUnchanged(request, connectionId, present(project.id, connectionId), remove);
    return null;
  });
  route(app, operations.testConnection, ({ project, params }) => testConnection(deps, project.id, params.connectionId));
  route(app, operations.listConnectionTables, ({ project, params, query }) =>
    listConnectionTables(deps, project.id, params.connectionId, query.search),
  );
  route(app, operations.importTable, async ({ project, params, body }) => {
    const upload = await importTable(
      { ...deps, importing, recognise: recogniser(deps, project.id) },
      project,
      params.connectionId,
      body,
      deps.config.maxUploadBytes,
    );
    await waken(project.id);
    return upload;
  });
}
