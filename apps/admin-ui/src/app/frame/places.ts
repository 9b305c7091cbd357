import {
  IconArrowsExchange,
  IconBolt,
  IconChartLine,
  IconFileUpload,
  IconLayoutDashboard,
  IconRoute,
  IconStack2,
  IconStar,
  IconTable,
  IconTerminal2,
  IconUsers,
} from '@tabler/icons-react';

/** The places of a project, by rider. The overview belongs to both. */
export const places = [
  { name: 'overview', to: '/projects/$projectId', of: 'both', icon: IconLayoutDashboard },
  { name: 'members', to: '/projects/$projectId/members', of: 'both', icon: IconUsers },
  { name: 'access', to: '/projects/$projectId/access', of: 'both', icon: IconArrowsExchange },
  { name: 'files', to: '/projects/$projectId/files', of: 'data', icon: IconFileUpload },
  { name: 'tables', to: '/projects/$projectId/tables', of: 'data', icon: IconTable },
  { name: 'sql', to: '/projects/$projectId/sql', of: 'data', icon: IconTerminal2 },
  { name: 'star', to: '/projects/$projectId/star', of: 'data', icon: IconStar },
  { name: 'lineage', to: '/projects/$projectId/lineage', of: 'data', icon: IconRoute },
  { name: 'training', to: '/projects/$projectId/training', of: 'model', icon: IconStack2 },
  { name: 'forecasts', to: '/projects/$projectId/forecasts', of: 'model', icon: IconChartLine },
  { name: 'endpoints', to: '/projects/$projectId/endpoints', of: 'model', icon: IconBolt },
] as const;

export type Place = (typeof places)[number];

/** The place that a path of a project leads to. */
export function placeAt(pathname: string): Place {
  const segment = pathname.split('/')[3];
  return places.find(({ name }) => name === segment) ?? places[0];
}
