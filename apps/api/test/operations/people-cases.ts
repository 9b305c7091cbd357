import { hashPassword } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import { type Cases, type Scene, unknown } from './scene.ts';

/** Cases of users, groups, units, members, tokens and passwords. */
export function peopleCases({ api, cookie, world, inWorld, empty }: Scene) {
  const { identity } = api.control;
  const { domainId } = world.project;
  const inDomain = () => ({ params: { domainId } });
  let names = 0;
  const name = () => `person-${++names}`;
  const user = async () => (await identity.addUser(domainId, { name: name(), displayName: 'Person' })).user;
  const ofUser = async () => ({ params: { domainId, userId: (await user()).id } });
  const group = async () => identity.createGroup(domainId, name());
  const unit = async () => identity.createDomainUnit(domainId, { name: name(), parentId: null });
  const ofUnit = async () => ({ params: { domainId, domainUnitId: (await unit()).id } });
  const ofGroup = async () => ({
    params: { domainId, groupId: (await group()).id, userId: (await user()).id },
  });
  /** A user who belongs to a second domain. */
  const shared = async () => {
    const options = await ofUser();
    const known = (await identity.user(domainId, options.params.userId))!;
    await identity.addUser(empty.domainId, known);
    return options;
  };
  /** A group, or a user, who alone owns the domain. */
  const soleOwner = async (memberId: string) => {
    const scope = { domainId };
    for (const it of await identity.members(scope)) {
      if (it.memberId !== memberId) await identity.removeMember(scope, it.memberId).catch(() => undefined);
    }
    await identity.setMember(scope, memberId, { role: 'domain-owner', persona: null });
    for (const it of await identity.members(scope)) {
      if (it.memberId !== memberId) await identity.removeMember(scope, it.memberId);
    }
  };
  const owningGroup = async () => {
    const options = await ofGroup();
    await identity.setInGroup(domainId, options.params.groupId, options.params.userId, true);
    await soleOwner(options.params.groupId);
    return options;
  };
  const owningUser = async () => {
    const options = await ofUser();
    await soleOwner(options.params.userId);
    return options;
  };
  const projectMember = async (role: 'viewer' | 'project-owner') => {
    const memberId = (await user()).id;
    const scope = { domainId, projectId: world.project.id };
    for (const it of role === 'viewer' ? [] : await identity.members(scope)) {
      if (it.role === role) await identity.setMember(scope, memberId, { role, persona: null });
      if (it.role === role) await identity.removeMember(scope, it.memberId);
    }
    await identity.setMember(scope, memberId, { role, persona: null });
    return { params: { projectId: world.project.id, memberId } };
  };
  const token = async (operation: 'createPersonalToken' | 'createServiceToken', options: object) =>
    (await api.call(operations[operation], { cookie, ...options })).json().token.id;
  const newService = () => ({
    ...inWorld(),
    body: { name: 'nightly', role: 'contributor', scopes: ['read'], days: 1 },
  });
  const asToken = { cookie: '', token: 'of the world' };
  /** The session of a user with a password. */
  const withPassword = async (tries = 0) => {
    const { id, name } = await user();
    await identity.setPassword(id, await hashPassword('the present password'), 'none');
    const reply = await api.call(operations.createSession, { body: { name, password: 'the present password' } });
    for (let k = 0; k < tries; k++) await identity.recordFailedTry(`name ${name}`);
    return { cookie: reply.cookies.map((it) => `${it.name}=${it.value}`).join('; ') };
  };

  return {
    inviteUser: {
      201: () => ({ ...inDomain(), body: { name: name() } }),
      409: async () => ({ ...inDomain(), body: { name: (await user()).name } }),
    },
    listUsers: { 200: inDomain },
    renewInvitation: { 201: ofUser, 409: shared },
    updateUser: {
      200: async () => ({ ...(await ofUser()), body: { displayName: 'Renamed' } }),
      409: async () => ({ ...(await shared()), body: { disabled: true } }),
    },
    removeUser: { 204: ofUser, 409: owningUser },
    createGroup: {
      201: () => ({ ...inDomain(), body: { name: name() } }),
      409: async () => ({ ...inDomain(), body: { name: (await group()).name } }),
    },
    listGroups: { 200: inDomain },
    deleteGroup: { 204: ofGroup, 409: owningGroup },
    addToGroup: {
      200: ofGroup,
      409: async () => {
        const filled = await identity.createGroup(domainId, name(), 'elsewhere');
        return { params: { domainId, groupId: filled.id, userId: (await user()).id } };
      },
    },
    removeFromGroup: {
      200: async () => {
        const options = await ofGroup();
        await identity.setInGroup(domainId, options.params.groupId, options.params.userId, true);
        return options;
      },
      409: owningGroup,
    },
    createDomainUnit: {
      201: () => ({ ...inDomain(), body: { name: name() } }),
      404: () => ({ ...inDomain(), body: { name: name(), parentId: `dmu_${unknown}` } }),
      409: async () => ({ ...inDomain(), body: { name: (await unit()).name } }),
    },
    listDomainUnits: { 200: inDomain },
    updateDomainUnit: {
      200: async () => ({ ...(await ofUnit()), body: { name: name() } }),
      409: async () => {
        const options = await ofUnit();
        return { ...options, body: { parentId: options.params.domainUnitId } };
      },
    },
    deleteDomainUnit: {
      204: ofUnit,
      409: async () => {
        const options = await ofUnit();
        await identity.createDomainUnit(domainId, { name: name(), parentId: options.params.domainUnitId });
        return options;
      },
    },
    listDomainOwners: { 200: inDomain },
    addDomainOwner: { 200: async () => ({ params: { domainId, memberId: (await user()).id } }) },
    removeDomainOwner: {
      204: async () => {
        const memberId = (await user()).id;
        for (const id of [memberId, (await user()).id]) {
          await identity.setMember({ domainId }, id, { role: 'domain-owner', persona: null });
        }
        return { params: { domainId, memberId } };
      },
      409: async () => {
        const { params } = await owningUser();
        return { params: { domainId, memberId: params.userId } };
      },
    },
    listDomainUnitOwners: { 200: ofUnit },
    addDomainUnitOwner: {
      200: async () => {
        const { params } = await ofUnit();
        return { params: { ...params, memberId: (await user()).id } };
      },
    },
    removeDomainUnitOwner: {
      204: async () => {
        const { params } = await ofUnit();
        const memberId = (await user()).id;
        await identity.setMember(params, memberId, { role: 'domain-unit-owner', persona: null });
        return { params: { ...params, memberId } };
      },
    },
    listMembers: { 200: inWorld },
    setMember: {
      200: async () => ({
        ...(await projectMember('viewer')),
        body: { role: 'contributor', persona: 'data-engineer' },
      }),
      409: async () => ({ ...(await projectMember('project-owner')), body: { role: 'viewer' } }),
    },
    removeMember: { 204: () => projectMember('viewer'), 409: () => projectMember('project-owner') },
    explainPermission: {
      200: async () => ({
        ...inDomain(),
        query: { userId: (await user()).id, operationId: 'createLoad', projectId: world.project.id },
      }),
      404: () => ({ ...inDomain(), query: { userId: `usr_${unknown}`, operationId: 'createLoad' } }),
    },
    createPersonalToken: {
      201: () => ({ body: { name: 'laptop', scopes: ['read'], days: 1 } }),
      403: () => ({ ...asToken, body: { name: 'laptop' } }),
      404: () => ({ body: { name: 'laptop', projectId: `prj_${unknown}` } }),
    },
    listPersonalTokens: { 200: () => ({}), 403: () => asToken },
    revokePersonalToken: {
      204: async () => ({ params: { tokenId: await token('createPersonalToken', { body: { name: 'gone' } }) } }),
      403: () => ({ ...asToken, params: { tokenId: `tok_${unknown}` } }),
      404: () => ({ params: { tokenId: `tok_${unknown}` } }),
      400: () => ({ params: { tokenId: 'NOT-AN-ID' } }),
    },
    createServiceToken: { 201: newService },
    listServiceTokens: { 200: inWorld },
    revokeServiceToken: {
      204: async () => ({
        params: { ...inWorld().params, tokenId: await token('createServiceToken', newService()) },
      }),
    },
    setPassword: {
      204: async () => ({
        ...(await withPassword()),
        body: { password: 'a long new password', current: 'the present password' },
      }),
      403: async () => ({ ...(await withPassword()), body: { password: 'a long new password', current: 'wrong' } }),
      429: async () => ({ ...(await withPassword(6)), body: { password: 'a long new password', current: 'wrong' } }),
    },
  } satisfies Partial<Cases>;
}
