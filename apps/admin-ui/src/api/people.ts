import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

export const usersQuery = (domainId: string) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'users'],
    queryFn: async ({ signal }) => (await client.listUsers({ params: { domainId } }, { signal })).users,
  });

export const groupsQuery = (domainId: string) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'groups'],
    queryFn: async ({ signal }) => (await client.listGroups({ params: { domainId } }, { signal })).groups,
  });

export const domainUnitsQuery = (domainId: string) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'units'],
    queryFn: async ({ signal }) => (await client.listDomainUnits({ params: { domainId } }, { signal })).domainUnits,
  });

/** Owners of a domain, or of a unit of it. */
export const ownersQuery = (domainId: string, domainUnitId: string | null) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'owners', domainUnitId],
    queryFn: async ({ signal }) => {
      const asked =
        domainUnitId === null
          ? client.listDomainOwners({ params: { domainId } }, { signal })
          : client.listDomainUnitOwners({ params: { domainId, domainUnitId } }, { signal });
      return (await asked).members;
    },
  });

export const membersQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'members'],
    queryFn: async ({ signal }) => (await client.listMembers({ params: { projectId } }, { signal })).members,
  });

/** Whether a user may make a call, and the rule that says so; by what they are now. */
export const permissionQuery = (
  domainId: string,
  asked: { readonly userId: string; readonly operationId: string; readonly projectId?: string },
) =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'permission', asked],
    queryFn: ({ signal }) => client.explainPermission({ params: { domainId }, query: asked }, { signal }),
  });
