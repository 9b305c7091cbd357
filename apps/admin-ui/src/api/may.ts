import { type Grant, type Principal, type Project, type Right, rightsOf } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { projectsQuery } from './projects.ts';
import { meQuery } from './session.ts';

/**
 * What to offer, by what `GET /me` says of roles. It decides nothing: the API asks its own rules at every call, and
 * where the two differ it is the API that refuses.
 */
export function mayOnProject(me: Principal, right: Right, project: Project): boolean {
  return me.isAdministrator || me.grants.some((it) => reaches(it, project) && rightsOf[it.role].includes(right));
}

/** The same for a domain, or for a unit of it, whose owners may what the domain's may; stewards keep its glossary. */
export function mayOnDomain(me: Principal, right: Right, domainId: string, domainUnitId?: string | null): boolean {
  if (me.isAdministrator) return true;
  const isOwner = ({ role, domainId: id, domainUnitIds }: Grant) =>
    id === domainId &&
    (role === 'domain-owner' ||
      (role === 'domain-unit-owner' && domainUnitId != null && domainUnitIds.includes(domainUnitId)));
  if (me.grants.some(isOwner)) return true;
  const held = me.grants.filter((it) => it.domainId === domainId);
  if (right === 'curate') return held.some(({ role }) => role === 'steward' || role === 'project-owner');
  return right === 'read' && (me.domainIds.includes(domainId) || held.length > 0);
}

/** Whether the people of a domain are any business of theirs: its owners', and those of its units. */
export const mayOnPeople = (me: Principal, domainId: string): boolean =>
  mayOnDomain(me, 'manage', domainId) ||
  me.grants.some((it) => it.domainId === domainId && it.role === 'domain-unit-owner');

/** Whether a grant is on a project, or on something above it. */
export function reaches(grant: Grant, project: Project): boolean {
  if (grant.projectId !== null) return grant.projectId === project.id;
  if (grant.role === 'domain-unit-owner') {
    return project.domainUnitId !== null && grant.domainUnitIds.includes(project.domainUnitId);
  }
  return grant.domainId === project.domainId;
}

/** Whether the caller may `right` a project; nobody may anything until it is known who calls. */
export function useMay(projectId: string): (right: Right) => boolean {
  const { data: me } = useQuery(meQuery());
  const { data: project } = useQuery({
    ...projectsQuery(),
    select: (list) => list.find(({ id }) => id === projectId),
  });
  return (right) => me?.isAdministrator || (me && project ? mayOnProject(me, right, project) : false);
}
