import { Conflict } from '@tandem/data-model';
import * as contract from '@tandem/data-model/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ControlStore } from '../control-store.ts';
import type { IdentityStore } from '../identity-store.ts';

let names = 0;
const unique = (word: string) => `${word}-${++names}`;

/** What every adapter of the identity store must do. `create` makes an empty place, `open` opens it. */
export function identityStoreContract<Place>(
  adapter: string,
  create: () => Promise<Place>,
  open: (place: Place, now: () => Date) => Promise<ControlStore>,
): void {
  describe(`identity store: ${adapter}`, () => {
    let at: Date;
    let store: ControlStore;
    let identity: IdentityStore;
    let domainId: string;
    let ada: string;
    let bob: string;

    const minute = () => new Date(at.getTime() + 60_000);
    const domain = async () =>
      (await store.domains.create({ name: unique('d'), region: 'eu-west-1', portalUrl: 'http://localhost' })).id;
    const user = async (of = domainId) =>
      (await identity.addUser(of, { name: unique('user'), displayName: 'User' })).user.id;
    const project = async (domainUnitId: string | null = null, ownerId?: string) => {
      const profile = await store.projectProfiles.create(domainId, { name: unique('p'), blueprints: [] });
      const name = unique('project');
      const ids = { domainId, domainUnitId, profileId: profile.id };
      return store.projects.create({ ...ids, name, catalogName: name, steps: [] }, ownerId);
    };
    const grantsOf = async (id: string) =>
      (await identity.principalOfUser(id))!.grants.map((it) => [it.role, it.projectId ?? it.domainUnitIds, it.group]);

    beforeAll(async () => {
      at = new Date('2026-11-26T12:00:00.000Z');
      store = await open(await create(), () => at);
      identity = store.identity;
    }, 60_000);
    beforeEach(async () => {
      domainId = await domain();
      [ada, bob] = [await user(), await user()];
    });
    afterAll(() => store.close());

    it('lets a link be used once, by the administrator where it names nobody', async () => {
      await identity.createSignInLink('link', minute());
      const until = minute();

      const all = await Promise.all(
        Array.from({ length: 10 }, (_, k) => identity.redeemSignInLink('link', `session-${k}`, until)),
      );

      const good = all.filter((it) => it !== undefined);
      expect(good).toHaveLength(1);
      expect(contract.Principal.parse(good[0])).toMatchObject({
        ...{ kind: 'session', name: 'administrator', isAdministrator: true, projectId: null },
        expiresAt: until.toISOString(),
      });
      const known = await Promise.all(all.map((_, k) => identity.principal(`session-${k}`)));
      expect(known.filter((it) => it !== undefined)).toEqual(good);
    });

    it('signs in the user whom a link names, who then is active', async () => {
      await identity.createSignInLink('invitation', minute(), ada);
      expect(await identity.user(domainId, ada)).toMatchObject({ state: 'invited' });

      const principal = await identity.redeemSignInLink('invitation', 'of-ada', minute());
      await identity.createSession(ada, 'by-password', minute());

      expect(principal).toMatchObject({ userId: ada, isAdministrator: false, domainIds: [domainId], grants: [] });
      expect(await identity.user(domainId, ada)).toMatchObject({ state: 'active' });
      expect([await identity.isByLink('of-ada'), await identity.isByLink('by-password')]).toEqual([true, false]);
    });

    it('lets links, sessions and tokens end at their hour', async () => {
      const { id } = await project();
      const inAMinute = minute();
      await identity.createSignInLink('late', inAMinute);
      await identity.createSession(ada, 'hourly', inAMinute);
      const ofService = { userId: null, projectId: id, role: 'contributor', scopes: ['read'] } as const;
      await identity.createToken({ hash: 'token', name: 'start-up', ...ofService, expiresAt: inAMinute });
      expect(await identity.principal('hourly')).toMatchObject({ kind: 'session', userId: ada });
      expect(contract.Principal.parse(await identity.principal('token'))).toMatchObject({
        ...{ kind: 'token', name: 'start-up', userId: null, projectId: id, scopes: ['read'], domainIds: [] },
        grants: [{ role: 'contributor', domainId, projectId: id, domainUnitIds: [], group: null, persona: null }],
      });

      at = inAMinute;

      expect(await identity.redeemSignInLink('late', 'other', minute())).toBeUndefined();
      expect(await identity.principal('hourly')).toBeUndefined();
      expect(await identity.principal('token')).toBeUndefined();
    });

    it('gives a personal token the grants of its user, until it is revoked', async () => {
      await identity.setMember({ domainId }, ada, { role: 'domain-owner', persona: null });
      const mine = { userId: ada, projectId: null, role: null, scopes: ['read', 'operate'] } as const;

      const token = await identity.createToken({ hash: 'personal', name: 'laptop', ...mine, expiresAt: minute() });

      expect(contract.Token.parse(token)).toMatchObject({
        name: 'laptop',
        scopes: ['read', 'operate'],
        revokedAt: null,
      });
      expect(JSON.stringify(token)).not.toContain('personal');
      expect((await identity.principal('personal'))?.grants).toHaveLength(1);
      expect(await identity.tokens({ userId: ada })).toEqual([token]);
      expect(await identity.revokeToken({ userId: bob }, token.id)).toBe(false);
      expect(await identity.revokeToken({ userId: ada }, token.id)).toBe(true);
      expect(await identity.principal('personal')).toBeUndefined();
      expect(await identity.revokeToken({ userId: ada }, token.id)).toBe(false);
    });

    it('closes everything to whoever is disabled, and opens it again', async () => {
      await identity.createSession(ada, 'kept', minute());
      const mine = { userId: ada, projectId: null, role: null, scopes: ['read'] } as const;
      await identity.createToken({ hash: 'disabled', name: 'laptop', ...mine, expiresAt: minute() });

      expect(await identity.updateUser(ada, { disabled: true })).toMatchObject({ state: 'disabled' });

      expect(await identity.principal('kept')).toBeUndefined();
      expect(await identity.principal('disabled')).toBeUndefined();
      expect(await identity.createSession(ada, 'new', minute())).toBeUndefined();
      expect(await identity.updateUser(ada, { disabled: false })).toMatchObject({ state: 'active' });
      expect(await identity.principal('disabled')).toMatchObject({ userId: ada });
    });

    it('ends the other sessions, and the links, of whoever sets a password', async () => {
      const { name } = (await identity.user(domainId, ada))!;
      expect(await identity.password(name)).toEqual({ userId: ada, hash: null, isExternal: false });
      for (const it of ['this', 'that']) await identity.createSession(ada, it, minute());
      expect(await identity.principal('this')).toMatchObject({ hasPassword: false });
      await identity.createSignInLink('lost', minute(), ada);

      await identity.setPassword(ada, '$argon2id$', 'this');

      expect(await identity.password(name)).toEqual({ userId: ada, hash: '$argon2id$', isExternal: false });
      expect(await identity.principal('this')).toMatchObject({ hasPassword: true });
      expect(await identity.principal('that')).toBeUndefined();
      expect(await identity.redeemSignInLink('lost', 'x', minute())).toBeUndefined();
      expect(await identity.password('nobody')).toBeUndefined();
    });

    it('knows whom an identity provider names, and fills the groups that are its own', async () => {
      const issuer = 'https://login.example';
      const external = { issuer, subject: unique('s'), email: `${unique('who')}@example.com`, displayName: 'Who' };
      const group = await identity.createGroup(domainId, 'Filled', unique('outside'));
      const other = await identity.createGroup(domainId, 'Too', unique('outside'));
      const signIn = (change: object) =>
        identity.signInExternally({ ...external, groups: [], ...change }, unique('hash'), minute());
      expect(await signIn({})).toBeUndefined();
      expect(await signIn({ groups: [group.externalName], email: null })).toBeUndefined();

      const first = await signIn({ groups: [group.externalName, 'unknown'] });

      expect(first).toMatchObject({ kind: 'session', name: external.email, domainIds: [domainId] });
      expect((await identity.groups(domainId)).find((it) => it.id === group.id)?.userIds).toEqual([first!.userId]);
      const moved = await signIn({ groups: [other.externalName], email: 'changed@example.com' });
      expect(moved).toMatchObject({ userId: first!.userId, name: external.email });
      const filled = (await identity.groups(domainId)).filter((it) => it.userIds.length > 0);
      expect(filled.map((it) => it.name)).toEqual(['Too']);
      await expect(identity.setInGroup(domainId, group.id, bob, true)).rejects.toThrow(/identity provider/);
      await identity.updateUser(first!.userId!, { disabled: true });
      expect(await signIn({})).toBeUndefined();
    });

    it('lets what a group of the identity provider may lapse, by session and by token, until the next sign-in', async () => {
      const group = await identity.createGroup(domainId, 'Told', unique('outside'));
      await identity.setMember({ domainId }, group.id, { role: 'domain-owner', persona: null });
      const external = { issuer: 'https://login.example', subject: unique('s'), displayName: null };
      const signIn = () =>
        identity.signInExternally(
          { ...external, email: `${external.subject}@example.com`, groups: [group.externalName!] },
          unique('hash'),
          minute(),
        );
      const { userId } = (await signIn())!;
      const local = await identity.createGroup(domainId, 'Local');
      await identity.setInGroup(domainId, local.id, userId!, true);
      await identity.setMember({ domainId, projectId: (await project()).id }, local.id, {
        role: 'viewer',
        persona: null,
      });
      const groups = async () => (await grantsOf(userId!)).map(([, , by]) => by).sort();
      expect(await groups()).toEqual(['Local', 'Told']);

      at = new Date(at.getTime() + 8 * 86_400_000);
      expect(await groups()).toEqual(['Local']);
      await signIn();

      expect(await groups()).toEqual(['Local', 'Told']);
    });

    it('disables no last owner of a domain or project, and enables whoever is disabled', async () => {
      await identity.setMember({ domainId }, ada, { role: 'domain-owner', persona: null });
      const { id: projectId, name } = await project(null, bob);

      await expect(identity.updateUser(ada, { disabled: true })).rejects.toThrow(/^The domain .* no owner left/);
      await expect(identity.updateUser(bob, { disabled: true })).rejects.toThrow(`The project ${name} would have no`);
      expect(await identity.user(domainId, ada)).toMatchObject({ state: 'invited' });
      await identity.setMember({ domainId, projectId }, ada, { role: 'project-owner', persona: null });

      expect(await identity.updateUser(bob, { disabled: true })).toMatchObject({ state: 'disabled' });
      expect(await identity.updateUser(ada, { displayName: 'Ada' })).toMatchObject({ displayName: 'Ada' });
      await expect(identity.updateUser(ada, { disabled: true })).rejects.toThrow(Conflict);
    });

    it('takes an invited user for the one of that address, and no second one', async () => {
      const email = `${unique('invited')}@example.com`;
      const { user } = await identity.addUser(domainId, { name: email, displayName: 'Invited' });
      const external = { issuer: 'https://login.example', email, displayName: null, groups: [] };
      // Whoever invited them had their link, and may have used it.
      await identity.createSession(user.id, 'of-the-inviter', minute());
      await identity.setPassword(user.id, '$argon2id$', 'of-the-inviter');
      const mine = { userId: user.id, projectId: null, role: null, scopes: ['read'] } as const;
      await identity.createToken({ hash: 'token-of-the-inviter', name: 't', ...mine, expiresAt: minute() });

      const first = await identity.signInExternally({ ...external, subject: unique('s') }, unique('h'), minute());

      expect(first?.userId).toBe(user.id);
      expect(await identity.principal('of-the-inviter')).toBeUndefined();
      expect(await identity.principal('token-of-the-inviter')).toBeUndefined();
      const known = { userId: user.id, hash: null, isExternal: true };
      expect(await identity.password(email)).toEqual(known);
      await identity.updateUser(user.id, { disabled: true });
      expect(await identity.password(email)).toEqual(known);
      await identity.updateUser(user.id, { disabled: false });
      const link = unique('link');
      await identity.createSignInLink(link, minute(), user.id);
      expect(await identity.redeemSignInLink(link, unique('h'), minute())).toBeUndefined();
      expect(
        await identity.signInExternally({ ...external, subject: unique('s') }, unique('h'), minute()),
      ).toBeUndefined();
    });

    it('counts failed tries, all of those made at once, and forgets them after a day', async () => {
      await Promise.all(Array.from({ length: 5 }, () => identity.recordFailedTry('name x')));
      expect(await identity.failedTries('name x')).toEqual({ count: 5, at });
      const raced = await Promise.all(Array.from({ length: 5 }, () => identity.recordFailedTry('name x', 5)));
      expect(raced.filter((it) => it !== undefined)).toEqual([6]);
      await identity.recordFailedTry('name y');
      await identity.forgetFailedTries('name y');
      expect(await identity.failedTries('name y')).toEqual({ count: 0, at: null });

      at = new Date(at.getTime() + 86_400_001);

      expect(await identity.failedTries('name x')).toEqual({ count: 0, at: null });
    });

    it('adds somebody whom the installation knows to another domain, and keeps domains apart', async () => {
      const other = await domain();
      const known = (await identity.user(domainId, ada))!;

      expect(await identity.addUser(other, { name: known.name, displayName: 'X' })).toEqual({
        user: known,
        isNew: false,
      });

      await expect(identity.addUser(other, { name: known.name, displayName: 'X' })).rejects.toThrow(Conflict);
      const third = await domain();
      const join = identity.addUser(third, { name: known.name, displayName: 'X' }, false);
      await expect(join).rejects.toThrow(/known here already/);
      expect((await identity.users(other)).map((it) => it.id)).toEqual([ada]);
      expect(await identity.user(other, bob)).toBeUndefined();
      expect(await identity.isOthersToo(domainId, ada)).toBe(true);
      expect(await identity.isOthersToo(domainId, bob)).toBe(false);
      expect(
        await identity.setMember({ domainId: other }, bob, { role: 'domain-owner', persona: null }),
      ).toBeUndefined();
      const elsewhere = { domainId: other, projectId: (await project()).id };
      expect(await identity.setMember(elsewhere, ada, { role: 'viewer', persona: null })).toBeUndefined();
    });

    it('gives roles themselves or by group, one on each thing, the last given', async () => {
      const { id: projectId } = await project();
      const scope = { domainId, projectId };
      const group = await identity.createGroup(domainId, 'Analysts');
      await identity.setInGroup(domainId, group.id, ada, true);
      await identity.setMember(scope, group.id, { role: 'viewer', persona: 'analyst' });
      await identity.setMember(scope, ada, { role: 'viewer', persona: null });

      const member = await identity.setMember(scope, ada, { role: 'contributor', persona: 'data-engineer' });

      expect(contract.Member.parse(member)).toMatchObject({ memberId: ada, kind: 'user', role: 'contributor' });
      expect((await identity.members(scope)).map((it) => [it.kind, it.role])).toEqual([
        ['user', 'contributor'],
        ['group', 'viewer'],
      ]);
      expect(await grantsOf(ada)).toEqual(
        expect.arrayContaining([
          ['contributor', projectId, null],
          ['viewer', projectId, 'Analysts'],
        ]),
      );
      expect((await identity.setInGroup(domainId, group.id, ada, false))?.userIds).toEqual([]);
      expect(await identity.removeMember(scope, ada)).toBe(true);
      expect(await grantsOf(ada)).toEqual([]);
      expect(await identity.removeMember(scope, ada)).toBe(false);
    });

    it('reaches from a unit to all below it, also after one was moved', async () => {
      const top = await identity.createDomainUnit(domainId, { name: 'Top', parentId: null });
      const low = await identity.createDomainUnit(domainId, { name: 'Low', parentId: top.id });
      const aside = await identity.createDomainUnit(domainId, { name: 'Aside', parentId: null });
      await identity.setMember({ domainId, domainUnitId: top.id }, ada, { role: 'domain-unit-owner', persona: null });
      expect(await grantsOf(ada)).toEqual([['domain-unit-owner', [top.id, low.id].sort(), null]]);

      await identity.updateDomainUnit(domainId, aside.id, { parentId: low.id });

      expect(await grantsOf(ada)).toEqual([['domain-unit-owner', [top.id, low.id, aside.id].sort(), null]]);
      await expect(identity.updateDomainUnit(domainId, top.id, { parentId: aside.id })).rejects.toThrow(/below itself/);
      await expect(identity.createDomainUnit(domainId, { name: 'Top', parentId: null })).rejects.toThrow(Conflict);
      await expect(identity.deleteDomainUnit(domainId, low.id)).rejects.toThrow(/units below/);
      await project(aside.id);
      await expect(identity.deleteDomainUnit(domainId, aside.id)).rejects.toThrow(/has projects/);
      expect(await identity.deleteDomainUnit(await domain(), aside.id)).toBe(false);
    });

    it('keeps the last owner of a domain and of a project, whichever way they would go', async () => {
      const { id: projectId } = await project(null, ada);
      const scope = { domainId, projectId };
      const group = await identity.createGroup(domainId, 'Owners');
      await identity.setMember({ domainId }, group.id, { role: 'domain-owner', persona: null });
      await identity.setInGroup(domainId, group.id, bob, true);

      await expect(identity.removeMember(scope, ada)).rejects.toThrow(/project .* no owner/);
      await expect(identity.setMember(scope, ada, { role: 'viewer', persona: null })).rejects.toThrow(Conflict);
      await expect(identity.removeUser(domainId, ada)).rejects.toThrow(Conflict);
      await expect(identity.removeUser(domainId, bob)).rejects.toThrow(/domain .* no owner/);
      await expect(identity.setInGroup(domainId, group.id, bob, false)).rejects.toThrow(Conflict);
      await expect(identity.deleteGroup(domainId, group.id)).rejects.toThrow(Conflict);

      await identity.setMember(scope, bob, { role: 'project-owner', persona: null });
      const race = [identity.removeMember(scope, ada), identity.removeMember(scope, bob)];
      expect((await Promise.allSettled(race)).map((it) => it.status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('deletes whoever is in no domain any more, with all that they had', async () => {
      const { name } = (await identity.user(domainId, ada))!;
      await identity.setMember({ domainId }, bob, { role: 'domain-owner', persona: null });
      await identity.setMember({ domainId }, ada, { role: 'domain-owner', persona: null });
      await identity.createSession(ada, 'gone', minute());

      expect(await identity.removeUser(domainId, ada)).toBe(true);

      expect(await identity.principal('gone')).toBeUndefined();
      expect(await identity.password(name)).toBeUndefined();
      expect((await identity.members({ domainId })).map((it) => it.memberId)).toEqual([bob]);
      expect(await identity.addUser(domainId, { name, displayName: 'Again' })).toMatchObject({ isNew: true });
    });
  });
}
