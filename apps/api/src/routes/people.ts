import {
  createDomainUnit,
  demand,
  explainPermission,
  getDomainUnit,
  inviteUser,
  renewInvitation,
  updateDomainUnit,
  updateUser,
} from '@tandem/control-plane';
import { Forbidden, NotFound } from '@tandem/data-model';
import { operations, type Persona, type Role } from '@tandem/data-model/contract';
import type { Scope } from '@tandem/ports';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

/** Users, groups and units of domains, and who is what on them. */
export function addPeople(app: FastifyInstance, { control, clock, config }: ApiDeps): void {
  const { identity } = control;
  const members = membersOf(identity);

  route(app, operations.inviteUser, ({ params, principal, body }) =>
    inviteUser(control, clock, config.origin, params.domainId, principal, body),
  );
  route(app, operations.listUsers, async ({ params }) => ({ users: await identity.users(params.domainId) }));
  route(app, operations.renewInvitation, ({ params, principal }) =>
    renewInvitation(control, clock, config.origin, params.domainId, params.userId, principal),
  );
  route(app, operations.updateUser, ({ params, body }) => updateUser(control, params.domainId, params.userId, body));
  route(app, operations.removeUser, async ({ params }) => {
    if (await identity.removeUser(params.domainId, params.userId)) return null;
    throw new NotFound('user', params.userId);
  });

  route(app, operations.createGroup, ({ params, principal, body: { name, externalName } }) => {
    // Else an owner of one domain could draw the users of all others into it.
    if (externalName !== undefined && !principal.isAdministrator) {
      throw new Forbidden(
        'Only administrators of the installation may let the identity provider fill a group.',
        'Ask one of them, or leave externalName out.',
      );
    }
    return identity.createGroup(params.domainId, name, externalName);
  });
  route(app, operations.listGroups, async ({ params }) => ({ groups: await identity.groups(params.domainId) }));
  route(app, operations.deleteGroup, async ({ params }) => {
    if (await identity.deleteGroup(params.domainId, params.groupId)) return null;
    throw new NotFound('group', params.groupId);
  });
  const inGroup = async (params: { domainId: string; groupId: string; userId: string }, isIn: boolean) => {
    const group = await identity.setInGroup(params.domainId, params.groupId, params.userId, isIn);
    if (!group) throw new NotFound('group with a user of the domain', `${params.groupId}, ${params.userId}`);
    return group;
  };
  route(app, operations.addToGroup, ({ params }) => inGroup(params, true));
  route(app, operations.removeFromGroup, ({ params }) => inGroup(params, false));

  route(app, operations.createDomainUnit, ({ params, body }) => createDomainUnit(control, params.domainId, body));
  route(app, operations.listDomainUnits, async ({ params }) => ({
    domainUnits: await identity.domainUnits(params.domainId),
  }));
  route(app, operations.updateDomainUnit, ({ params, principal, body }) => {
    // Else an owner of a unit could take it from those who own what it is in.
    const { domainId } = params;
    if (body.parentId !== undefined) demand(principal, { access: 'domain', right: 'manage' }, { domainId });
    return updateDomainUnit(control, domainId, params.domainUnitId, body);
  });
  route(app, operations.deleteDomainUnit, async ({ params }) => {
    if (await identity.deleteDomainUnit(params.domainId, params.domainUnitId)) return null;
    throw new NotFound('domain unit', params.domainUnitId);
  });

  route(app, operations.listDomainOwners, async ({ params: { domainId } }) => ({
    members: await identity.members({ domainId }),
  }));
  route(app, operations.addDomainOwner, ({ params: { domainId, memberId } }) =>
    members.set({ domainId }, memberId, 'domain-owner', 'administrator'),
  );
  route(app, operations.removeDomainOwner, ({ params: { domainId, memberId } }) =>
    members.remove({ domainId }, memberId),
  );
  route(app, operations.listDomainUnitOwners, async ({ params: { domainId, domainUnitId } }) => {
    await getDomainUnit(control, domainId, domainUnitId);
    return { members: await identity.members({ domainId, domainUnitId }) };
  });
  route(app, operations.addDomainUnitOwner, ({ params: { domainId, domainUnitId, memberId } }) =>
    members.set({ domainId, domainUnitId }, memberId, 'domain-unit-owner', null),
  );
  route(app, operations.removeDomainUnitOwner, ({ params: { domainId, domainUnitId, memberId } }) =>
    members.remove({ domainId, domainUnitId }, memberId),
  );

  route(app, operations.listMembers, async ({ project: { id, domainId } }) => ({
    members: await identity.members({ domainId, projectId: id }),
  }));
  route(app, operations.setMember, ({ params, project: { id, domainId }, body: { role, persona = null } }) =>
    members.set({ domainId, projectId: id }, params.memberId, role, persona),
  );
  route(app, operations.removeMember, ({ params, project: { id, domainId } }) =>
    members.remove({ domainId, projectId: id }, params.memberId),
  );
  route(app, operations.explainPermission, async ({ params, query }) => {
    const { allowed, rule } = await explainPermission(control, params.domainId, query);
    return { allowed, rule };
  });
}

function membersOf(identity: ApiDeps['control']['identity']) {
  return {
    async set(scope: Scope, memberId: string, role: Role, persona: Persona | null) {
      const member = await identity.setMember(scope, memberId, { role, persona });
      if (!member) throw new NotFound('user or group of the domain', memberId);
      return member;
    },
    async remove(scope: Scope, memberId: string) {
      if (await identity.removeMember(scope, memberId)) return null;
      throw new NotFound('member', memberId);
    },
  };
}
