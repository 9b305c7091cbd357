import {
  IconArrowsExchange,
  IconBolt,
  IconChartLine,
  IconFileUpload,
  IconFolders,
  IconHistory,
  IconLayoutDashboard,
  IconListCheck,
  IconListSearch,
  IconPlugConnected,
  IconProgressX,
  IconRoute,
  IconSettings,
  IconShieldCheck,
  IconSitemap,
  IconStack2,
  IconStar,
  IconTable,
  IconTerminal2,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  IconVocabulary,
} from '@tabler/icons-react';
import type { Principal } from '@tandem/data-model/contract';
import { mayOnDomain, mayOnPeople } from '../../api/may.ts';

/** The places of a project, by rider. The overview belongs to both. */
export const places = [
  { name: 'overview', to: '/projects/$projectId', of: 'both', icon: IconLayoutDashboard },
  { name: 'workflows', to: '/projects/$projectId/workflows', of: 'both', icon: IconSitemap },
  { name: 'jobs', to: '/projects/$projectId/jobs', of: 'both', icon: IconListCheck },
  { name: 'members', to: '/projects/$projectId/members', of: 'both', icon: IconUsers },
  { name: 'settings', to: '/projects/$projectId/settings', of: 'both', icon: IconSettings },
  { name: 'access', to: '/projects/$projectId/access', of: 'both', icon: IconArrowsExchange },
  { name: 'files', to: '/projects/$projectId/files', of: 'data', icon: IconFileUpload },
  { name: 'tables', to: '/projects/$projectId/tables', of: 'data', icon: IconTable },
  { name: 'sql', to: '/projects/$projectId/sql', of: 'data', icon: IconTerminal2 },
  { name: 'star', to: '/projects/$projectId/star', of: 'data', icon: IconStar },
  { name: 'lineage', to: '/projects/$projectId/lineage', of: 'data', icon: IconRoute },
  { name: 'catalog', to: '/projects/$projectId/catalog', of: 'data', icon: IconListSearch },
  { name: 'connections', to: '/projects/$projectId/connections', of: 'data', icon: IconPlugConnected },
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

/** The places of a domain, and whose business each is. */
export const domainPlaces = [
  { name: 'people', to: '/domains/$domainId/people', icon: IconUsersGroup, may: mayOnPeople },
  { name: 'glossary', to: '/domains/$domainId/glossary', icon: IconVocabulary, may: isInDomain },
  { name: 'projects', to: '/domains/$domainId/projects', icon: IconFolders, may: mayOnPeople },
  { name: 'audit', to: '/domains/$domainId/audit', icon: IconHistory, may: isOwner },
] as const;

/** The places of the installation, which are for its administrators. */
export const installationPlaces = [
  { name: 'audit', to: '/installation/audit', icon: IconShieldCheck, may: isAdministrator },
  { name: 'dead-jobs', to: '/installation/dead-jobs', icon: IconProgressX, may: isAdministrator },
] as const;

/** The places of whoever is signed in. */
export const ownPlaces = [{ name: 'account', to: '/account', icon: IconUserCircle, may: () => true }] as const;

function isInDomain(me: Principal, domainId: string): boolean {
  return mayOnDomain(me, 'read', domainId);
}

function isOwner(me: Principal, domainId: string): boolean {
  return mayOnDomain(me, 'manage', domainId);
}

function isAdministrator(me: Principal): boolean {
  return me.isAdministrator;
}

/** The place that a path outside of projects leads to, where it is one. */
export function outsidePlaceAt(pathname: string) {
  const [, room, second, third] = pathname.split('/');
  const name = room === 'domains' ? third : room === 'installation' ? second : room;
  const list = room === 'domains' ? domainPlaces : room === 'installation' ? installationPlaces : ownPlaces;
  return list.find((it) => it.name === name);
}
