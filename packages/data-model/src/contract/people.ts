import { z } from 'zod';
import { EntryKey } from './catalog.ts';
import { DomainId, DomainUnitId } from './domains.ts';
import { id, instant, operation } from './operation.ts';
import { InProject } from './projects.ts';
import { Persona, ProjectRole, Role } from './roles.ts';

export const UserId = id('usr', 'user');
export const GroupId = id('grp', 'group');
/** Of a user or of a group. */
export const MemberId = z
  .string()
  .regex(/^(usr|grp)_[0-9a-f]{32}$/, 'the id of a user or of a group')
  .meta({ examples: [`usr_${'0198c6d2'.repeat(4)}`] });

const title = z.string().trim().min(1).max(64);
export const UserName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._+@-]{0,99}$/, 'an e-mail address, or letters, digits and . _ + -, as in ada@example.com');

export const User = z
  .object({
    id: UserId,
    name: z.string().describe('What they sign in with'),
    displayName: z.string(),
    state: z.enum(['invited', 'active', 'disabled']).describe('Invited until they have signed in once'),
    createdAt: instant,
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const NewUser = z.strictObject({ name: UserName, displayName: title.optional() }).meta({ id: 'NewUser' });
export type NewUser = z.infer<typeof NewUser>;

/** A one-use link by which somebody signs in for the first time, or again without their password. */
export const Invitation = z.object({ user: User, link: z.url().nullable(), expiresAt: instant.nullable() });
export type Invitation = z.infer<typeof Invitation>;

export const Group = z
  .object({
    id: GroupId,
    domainId: DomainId,
    name: z.string(),
    externalName: z
      .string()
      .nullable()
      .describe('Its name at the identity provider, which then says who is in it, for eight days from each sign-in'),
    userIds: z.array(UserId),
    createdAt: instant,
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;

export const DomainUnit = z
  .object({
    id: DomainUnitId,
    domainId: DomainId,
    parentId: DomainUnitId.nullable().describe('Null for a unit of the domain itself'),
    name: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'DomainUnit' });
export type DomainUnit = z.infer<typeof DomainUnit>;

/** A user or a group with a role on a domain, a unit or a project. */
export const Member = z
  .object({
    memberId: MemberId,
    kind: z.enum(['user', 'group']),
    name: z.string(),
    role: Role,
    persona: Persona.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

const InDomain = z.object({ domainId: DomainId });
const OfUser = InDomain.extend({ userId: UserId });
const OfGroup = InDomain.extend({ groupId: GroupId });
const OfUnit = InDomain.extend({ domainUnitId: DomainUnitId });
const tag = 'People';
const onDomain = { tag, access: 'domain' } as const;

export const inviteUser = operation({
  id: 'inviteUser',
  method: 'POST',
  path: '/domains/:domainId/users',
  summary: 'Add a user to a domain; a new one gets a one-use link, shown once',
  ...onDomain,
  params: InDomain,
  body: NewUser,
  refuses: ['conflict'],
  isPersonal: true,
  status: 201,
  response: Invitation,
});

export const listUsers = operation({
  id: 'listUsers',
  method: 'GET',
  path: '/domains/:domainId/users',
  summary: 'Users of a domain',
  ...onDomain,
  params: InDomain,
  status: 200,
  response: z.object({ users: z.array(User) }),
});

export const renewInvitation = operation({
  id: 'renewInvitation',
  method: 'POST',
  path: '/domains/:domainId/users/:userId/invitations',
  summary: 'Another one-use link for a user who lost theirs, or their password; ends what was given before',
  ...onDomain,
  params: OfUser,
  refuses: ['missing', 'conflict'],
  isPersonal: true,
  status: 201,
  response: Invitation,
});

export const updateUser = operation({
  id: 'updateUser',
  method: 'PUT',
  path: '/domains/:domainId/users/:userId',
  summary: 'Rename a user, or disable and enable them; a disabled one has no session and no token',
  ...onDomain,
  params: OfUser,
  body: z.strictObject({ displayName: title, disabled: z.boolean() }).partial(),
  refuses: ['missing', 'conflict'],
  status: 200,
  response: User,
});

export const removeUser = operation({
  id: 'removeUser',
  method: 'DELETE',
  path: '/domains/:domainId/users/:userId',
  summary: 'Take a user, and all their roles there, from a domain; one who is in no other is deleted',
  ...onDomain,
  params: OfUser,
  refuses: ['missing', 'conflict'],
  status: 204,
  response: z.null(),
});

export const createGroup = operation({
  id: 'createGroup',
  method: 'POST',
  path: '/domains/:domainId/groups',
  summary: 'Create a group of users; one with a name at the identity provider is filled by it, as they sign in',
  ...onDomain,
  params: InDomain,
  body: z.strictObject({ name: title, externalName: z.string().trim().min(1).max(200).optional() }),
  refuses: ['conflict'],
  status: 201,
  response: Group,
});

export const listGroups = operation({
  id: 'listGroups',
  method: 'GET',
  path: '/domains/:domainId/groups',
  summary: 'Groups of a domain and who is in them',
  ...onDomain,
  params: InDomain,
  status: 200,
  response: z.object({ groups: z.array(Group) }),
});

export const deleteGroup = operation({
  id: 'deleteGroup',
  method: 'DELETE',
  path: '/domains/:domainId/groups/:groupId',
  summary: 'Delete a group, and the roles that its users had by it',
  ...onDomain,
  params: OfGroup,
  refuses: ['missing', 'conflict'],
  status: 204,
  response: z.null(),
});

export const addToGroup = operation({
  id: 'addToGroup',
  method: 'PUT',
  path: '/domains/:domainId/groups/:groupId/users/:userId',
  summary: 'Put a user into a group',
  ...onDomain,
  params: OfGroup.extend({ userId: UserId }),
  refuses: ['missing', 'conflict'],
  status: 200,
  response: Group,
});

export const removeFromGroup = operation({
  id: 'removeFromGroup',
  method: 'DELETE',
  path: '/domains/:domainId/groups/:groupId/users/:userId',
  summary: 'Take a user out of a group',
  ...onDomain,
  params: OfGroup.extend({ userId: UserId }),
  refuses: ['missing', 'conflict'],
  status: 200,
  response: Group,
});

export const createDomainUnit = operation({
  id: 'createDomainUnit',
  method: 'POST',
  path: '/domains/:domainId/domain-units',
  summary: 'Create a unit of a domain, in the domain itself or below another unit',
  ...onDomain,
  params: InDomain,
  body: z.strictObject({ name: title, parentId: DomainUnitId.nullable().optional() }),
  refuses: ['missing', 'conflict'],
  status: 201,
  response: DomainUnit,
});

export const listDomainUnits = operation({
  id: 'listDomainUnits',
  method: 'GET',
  path: '/domains/:domainId/domain-units',
  summary: 'Units of a domain',
  ...onDomain,
  params: InDomain,
  status: 200,
  response: z.object({ domainUnits: z.array(DomainUnit) }),
});

export const updateDomainUnit = operation({
  id: 'updateDomainUnit',
  method: 'PUT',
  path: '/domains/:domainId/domain-units/:domainUnitId',
  summary: 'Rename a unit, or move it below another',
  ...onDomain,
  params: OfUnit,
  body: z.strictObject({ name: title, parentId: DomainUnitId.nullable() }).partial(),
  refuses: ['missing', 'conflict'],
  status: 200,
  response: DomainUnit,
});

export const deleteDomainUnit = operation({
  id: 'deleteDomainUnit',
  method: 'DELETE',
  path: '/domains/:domainId/domain-units/:domainUnitId',
  summary: 'Delete a unit that has neither units nor projects',
  ...onDomain,
  params: OfUnit,
  refuses: ['missing', 'conflict'],
  status: 204,
  response: z.null(),
});

const Members = z.object({ members: z.array(Member) });

export const listDomainOwners = operation({
  id: 'listDomainOwners',
  method: 'GET',
  path: '/domains/:domainId/owners',
  summary: 'Owners of a domain',
  ...onDomain,
  params: InDomain,
  status: 200,
  response: Members,
});

export const addDomainOwner = operation({
  id: 'addDomainOwner',
  method: 'PUT',
  path: '/domains/:domainId/owners/:memberId',
  summary: 'Make a user or a group an owner of the domain',
  ...onDomain,
  params: InDomain.extend({ memberId: MemberId }),
  refuses: ['missing'],
  status: 200,
  response: Member,
});

export const removeDomainOwner = operation({
  id: 'removeDomainOwner',
  method: 'DELETE',
  path: '/domains/:domainId/owners/:memberId',
  summary: 'Take the ownership of a domain from somebody; the last owner stays',
  ...onDomain,
  params: InDomain.extend({ memberId: MemberId }),
  refuses: ['missing', 'conflict'],
  status: 204,
  response: z.null(),
});

export const listDomainUnitOwners = operation({
  id: 'listDomainUnitOwners',
  method: 'GET',
  path: '/domains/:domainId/domain-units/:domainUnitId/owners',
  summary: 'Owners of a unit',
  ...onDomain,
  params: OfUnit,
  refuses: ['missing'],
  status: 200,
  response: Members,
});

export const addDomainUnitOwner = operation({
  id: 'addDomainUnitOwner',
  method: 'PUT',
  path: '/domains/:domainId/domain-units/:domainUnitId/owners/:memberId',
  summary: 'Make a user or a group an owner of a unit, and of all below it',
  ...onDomain,
  params: OfUnit.extend({ memberId: MemberId }),
  refuses: ['missing'],
  status: 200,
  response: Member,
});

export const removeDomainUnitOwner = operation({
  id: 'removeDomainUnitOwner',
  method: 'DELETE',
  path: '/domains/:domainId/domain-units/:domainUnitId/owners/:memberId',
  summary: 'Take the ownership of a unit from somebody',
  ...onDomain,
  params: OfUnit.extend({ memberId: MemberId }),
  refuses: ['missing'],
  status: 204,
  response: z.null(),
});

export const listMembers = operation({
  id: 'listMembers',
  method: 'GET',
  path: '/projects/:projectId/members',
  summary: 'Members of a project',
  tag,
  access: 'project',
  params: InProject,
  status: 200,
  response: Members,
});

export const setMember = operation({
  id: 'setMember',
  method: 'PUT',
  path: '/projects/:projectId/members/:memberId',
  summary: 'Make a user or a group of the domain a member of a project, or change their role',
  tag,
  access: 'project',
  right: 'manage',
  params: InProject.extend({ memberId: MemberId }),
  body: z.strictObject({ role: ProjectRole, persona: Persona.nullable().optional() }),
  refuses: ['missing', 'conflict'],
  status: 200,
  response: Member,
});

export const removeMember = operation({
  id: 'removeMember',
  method: 'DELETE',
  path: '/projects/:projectId/members/:memberId',
  summary: 'Take somebody from a project; its last owner stays',
  tag,
  access: 'project',
  right: 'manage',
  params: InProject.extend({ memberId: MemberId }),
  refuses: ['missing', 'conflict'],
  status: 204,
  response: z.null(),
});

export const explainPermission = operation({
  id: 'explainPermission',
  method: 'GET',
  path: '/domains/:domainId/permissions',
  summary: 'Whether somebody may make a call on a domain or a project of it, and the rule that decides',
  ...onDomain,
  right: 'manage',
  params: InDomain,
  query: z.object({
    userId: UserId,
    operationId: z.string().describe('As in the OpenAPI document, e.g. createLoad'),
    projectId: InProject.shape.projectId.optional(),
    entry: EntryKey.optional().describe('What the call would read there, for a decision by a subscription to it'),
  }),
  refuses: ['missing'],
  status: 200,
  response: z.object({ allowed: z.boolean(), rule: z.string() }),
});
