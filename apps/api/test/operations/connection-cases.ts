import { createConnection } from '@tandem/control-plane';
import type { NewConnection, Project } from '@tandem/data-model/contract';
import type { Cases, Scene } from './scene.ts';

/** Cases of connections, to a database outside that is there and to one that is not. */
export function connectionCases({ api, world, inWorld, outside }: Scene) {
  const { id: projectId } = world.project;
  let made = 0;
  const body = async (): Promise<NewConnection> => ({
    ...(await outside()),
    name: `Shop ${++made}`,
    kind: 'postgresql',
  });
  const inConnection = async (fields: Partial<NewConnection> = {}, of: Pick<Project, 'id'> = world.project) => {
    const { id } = await createConnection(api.deps, of.id, { ...(await body()), ...fields });
    return { params: { projectId: of.id, connectionId: id } };
  };
  const provided = { params: { projectId, connectionId: 'project.duckdb' } };
  const change = async () => {
    const { kind, password, ...fields } = await body();
    return fields;
  };
  const away = () => inConnection({ port: 1 });
  const refused = () => inConnection({ password: 'another' });
  return {
    createConnection: {
      201: async () => ({ ...inWorld(), body: await body() }),
      409: async () => {
        const taken = await body();
        await createConnection(api.deps, projectId, taken);
        return { ...inWorld(), body: taken };
      },
      422: async () => ({ ...inWorld(), body: { ...(await body()), host: 'db.example.com' } }),
    },
    listConnections: {
      200: async () => {
        await inConnection();
        return inWorld();
      },
    },
    getConnection: { 200: () => inConnection() },
    changeConnection: {
      200: async () => ({ ...(await inConnection()), body: { ...(await change()), password: 'another' } }),
      409: async () => ({ ...provided, body: await change() }),
      422: async () => ({ ...(await inConnection()), body: { ...(await change()), host: 'db.example.com' } }),
    },
    deleteConnection: { 204: () => inConnection(), 409: () => provided },
    testConnection: { 200: () => inConnection(), 409: () => provided, 422: refused, 503: away },
    listConnectionTables: {
      200: async () => ({ ...(await inConnection()), query: { search: 'sal' } }),
      409: () => provided,
      422: refused,
      503: away,
    },
    importTable: {
      201: async () => ({ ...(await inConnection()), body: { table: 'sales' } }),
      409: async () => ({ ...provided, body: { table: 'sales' } }),
      422: async () => ({ ...(await inConnection()), body: { table: 'nothing' } }),
      503: async () => ({ ...(await away()), body: { table: 'sales' } }),
    },
  } satisfies Partial<Cases>;
}
