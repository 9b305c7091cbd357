import type { Connection, Grant } from '@tandem/data-model/contract';
import type { Answers } from './fake-api.ts';
import { me, project } from './fixtures.ts';
import { inProject } from './render-at.tsx';

const { domainId, id: projectId, createdAt } = project;
export const shop: Connection = {
  ...{ id: `con_${'1'.repeat(32)}`, name: 'shop', kind: 'postgresql', madeBy: 'people', state: 'untested' },
  ...{
    detail: 'Nobody has tried it.',
    operations: ['testConnection'],
    testedAt: null,
    createdAt,
    changedAt: createdAt,
  },
  settings: { host: 'db.example.com', port: 5432, database: 'shop', user: 'reader', tls: 'verify-full' },
};
const provided: Connection = {
  ...{ id: 'project.sql', name: 'project.sql', kind: 'snapshot', madeBy: 'profile', state: 'empty' },
  ...{ detail: 'Nothing.', operations: [], settings: null, testedAt: null, createdAt: null, changedAt: null },
};
export const answers: Answers = {
  listConnections: { connections: [provided, shop] },
  getConnection: shop,
  listConnectionTables: { tables: [{ schema: 'public', name: 'sales', kind: 'table', rows: 12_000 }], more: false },
};
export const as = (role: Grant['role']) => ({
  ...me,
  isAdministrator: false,
  grants: [{ role, domainId, domainUnitIds: [], projectId, group: null, persona: null }],
});
export const opened = inProject(`/connections?connection=${shop.id}`);
