import type {
  DomainUnit,
  Group,
  Member,
  Persona,
  Principal,
  ProjectRole,
  Right,
  Role,
  Token,
  User,
} from '@tandem/data-model/contract';
import type { ExternalUser } from './identity-provider.ts';

/** What a role is on: a domain, a unit of it, or a project of it. */
export type Scope =
  | { readonly domainId: string }
  | { readonly domainId: string; readonly domainUnitId: string }
  | { readonly domainId: string; readonly projectId: string };

export interface NewToken {
  readonly hash: string;
  readonly name: string;
  /** Whose it is; null for a service. */
  readonly userId: string | null;
  readonly projectId: string | null;
  /** Of a service. */
  readonly role: ProjectRole | null;
  /** Of a service: the user who made it and answers for it, the administrator of the installation where none is named. */
  readonly makerId?: string | null | undefined;
  readonly scopes: readonly Right[];
  readonly expiresAt: Date;
}

/** Failed tries at a name or from an address since the last good one. */
export interface FailedTries {
  readonly count: number;
  /** Of the last one; null where there was none. */
  readonly at: Date | null;
}

/**
 * People, what they may, and the hashes of their secrets. Every method is one transaction; whoever is disabled or taken
 * away has no principal from then on. Ids of another domain give undefined or false. Creating throws Conflict where a
 * name is taken.
 */
export interface IdentityStore {
  /** Keeps the hash of a one-use secret, for a user; for the administrator of the installation where none is named. */
  createSignInLink(secretHash: string, expiresAt: Date, userId?: string): Promise<void>;
  /** Uses a link up and keeps the hash of a session in the same transaction; undefined where the link is not good, or of somebody whom an identity provider signs in and who is no administrator. */
  redeemSignInLink(secretHash: string, sessionHash: string, expiresAt: Date): Promise<Principal | undefined>;
  /**
   * A session of somebody whom an identity provider has named: whoever signed in as that before, else a user of their
   * e-mail address, else a new one where a group is that of the provider. Their groups of the provider become those
   * that it named, and count for eight days. Undefined where nobody has invited them, or they are disabled.
   */
  signInExternally(external: ExternalUser, sessionHash: string, expiresAt: Date): Promise<Principal | undefined>;
  /** A session of a user who is not disabled; undefined for any other. */
  createSession(userId: string, hash: string, expiresAt: Date): Promise<Principal | undefined>;
  deleteSession(hash: string): Promise<void>;
  /** Whether a session was opened by a link: whoever has it need not know the password. */
  isByLink(sessionHash: string): Promise<boolean>;
  /** The principal of a session's or token's hash, unless that has ended. */
  principal(hash: string): Promise<Principal | undefined>;
  /** The same of a user, as if they had a session. */
  principalOfUser(userId: string): Promise<Principal | undefined>;

  createToken(token: NewToken): Promise<Token>;
  /** Newest first; of a user, or of the services of a project. */
  tokens(of: { readonly userId: string } | { readonly projectId: string }): Promise<Token[]>;
  /** False where there is no such token, or it has been revoked. */
  revokeToken(of: { readonly userId: string } | { readonly projectId: string }, id: string): Promise<boolean>;

  /**
   * Hash of the password of a user by name, also of one who is disabled; `hash` is null where they have none. Whether an
   * identity provider names them.
   */
  password(
    name: string,
  ): Promise<{ readonly userId: string; readonly hash: string | null; readonly isExternal: boolean } | undefined>;
  /** Sets it, and ends all sessions of the user but one. */
  setPassword(userId: string, hash: string, keptSessionHash: string): Promise<void>;
  failedTries(key: string): Promise<FailedTries>;
  /** Counts one more and gives the count; where `seen` is given, only if there still are so many, else undefined. */
  recordFailedTry(key: string, seen?: number): Promise<number | undefined>;
  forgetFailedTries(key: string): Promise<void>;

  /**
   * Adds a user to a domain, made where nobody has that name; `isNew` says which. Conflict where they are in it, or in
   * another one unless that `mayJoin`.
   */
  addUser(
    domainId: string,
    user: { name: string; displayName: string },
    mayJoin?: boolean,
  ): Promise<{ user: User; isNew: boolean }>;
  users(domainId: string): Promise<User[]>;
  user(domainId: string, id: string): Promise<User | undefined>;
  /** Whether a user belongs to another domain too, or is an administrator of the installation. */
  isOthersToo(domainId: string, userId: string): Promise<boolean>;
  /** Conflict where whoever is disabled is the last owner of a domain or of a project. */
  updateUser(id: string, change: { displayName?: string | undefined; disabled?: boolean | undefined }): Promise<User>;
  /** Ends what links, sessions and tokens a user has. */
  endSessions(userId: string): Promise<void>;
  /** Conflict where they are the last owner of the domain or of a project. */
  removeUser(domainId: string, id: string): Promise<boolean>;

  createGroup(domainId: string, name: string, externalName?: string): Promise<Group>;
  groups(domainId: string): Promise<Group[]>;
  /** Conflict where it is the last owner of anything. */
  deleteGroup(domainId: string, id: string): Promise<boolean>;
  /**
   * Both must be of the domain. Conflict where the group is the last owner of anything and would be empty, or is an
   * identity provider's to fill.
   */
  setInGroup(domainId: string, groupId: string, userId: string, isIn: boolean): Promise<Group | undefined>;

  createDomainUnit(domainId: string, unit: { name: string; parentId: string | null }): Promise<DomainUnit>;
  domainUnits(domainId: string): Promise<DomainUnit[]>;
  /** Conflict where it would be below itself. */
  updateDomainUnit(
    domainId: string,
    id: string,
    change: { name?: string | undefined; parentId?: string | null | undefined },
  ): Promise<DomainUnit | undefined>;
  /** Conflict where it has units or projects. */
  deleteDomainUnit(domainId: string, id: string): Promise<boolean>;

  members(scope: Scope): Promise<Member[]>;
  /** Gives a role, in the place of the one that they have there; undefined where the member or scope is not of the domain. */
  setMember(
    scope: Scope,
    memberId: string,
    as: { readonly role: Role; readonly persona: Persona | null },
  ): Promise<Member | undefined>;
  /** False where they have no role there. Conflict where they are its last owner; a unit needs none. */
  removeMember(scope: Scope, memberId: string): Promise<boolean>;
}
