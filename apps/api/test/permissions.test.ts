import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Operation, operations, type Project, rightOf } from '@tandem/data-model/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallOptions, startApp, type TestApp } from './start-app.ts';

/**
 * Every operation, called by everybody, over HTTP's own words: no row of the table comes from the function that decides.
 * The table is docs/permissions.md; an operation that is not in it, or decides otherwise than it says, fails.
 */
const callers = [
  'administrator',
  'domain owner',
  'unit owner',
  'project owner',
  'contributor',
  'steward',
  'viewer',
  'owner of another project',
  'owner of another domain',
  'token of another project',
  'revoked token',
  'anonymous',
] as const;
type Caller = (typeof callers)[number];
type Outcome = 'yes' | '401' | '403' | '404';

let api: TestApp;
let project: Project;
let credentials: Record<Caller, Pick<CallOptions, 'cookie' | 'token'>>;
let table: Map<string, Record<Caller, Outcome>>;

beforeAll(async () => {
  api = await startApp();
  const { identity, projects } = api.control;
  const base = await api.project();
  const { domainId, profileId } = base;
  const unit = await identity.createDomainUnit(domainId, { name: 'Sales', parentId: null });
  const fresh = { domainId, profileId, steps: [], catalogName: 'matrix' };
  project = await projects.create({ ...fresh, domainUnitId: unit.id, name: 'Matrix' });
  // Else its stream would go on.
  await projects.update(project.id, { state: 'active' });
  const foreign = await api.project();
  let people = 0;
  const as = async (
    scope: Parameters<typeof identity.setMember>[0],
    role: Parameters<typeof identity.setMember>[2]['role'],
  ) => {
    const { user } = await identity.addUser(scope.domainId, { name: `caller-${++people}`, displayName: role });
    await identity.setMember(scope, user.id, { role, persona: null });
    const secret = `secret-of-${user.name}`;
    const hash = createHash('sha256').update(secret).digest('hex');
    await identity.createSession(user.id, hash, new Date(Date.now() + 3_600_000));
    return { cookie: `tandem_session_4400=${secret}` };
  };
  const inProject = { domainId, projectId: project.id };
  const revoked = await api.serviceToken(project.id, 'project-owner');
  for (const it of await identity.tokens({ projectId: project.id })) {
    await identity.revokeToken({ projectId: project.id }, it.id);
  }
  credentials = {
    administrator: { cookie: await api.session() },
    'domain owner': await as({ domainId }, 'domain-owner'),
    'unit owner': await as({ domainId, domainUnitId: unit.id }, 'domain-unit-owner'),
    'project owner': await as(inProject, 'project-owner'),
    contributor: await as(inProject, 'contributor'),
    steward: await as(inProject, 'steward'),
    viewer: await as(inProject, 'viewer'),
    'owner of another project': await as({ domainId, projectId: base.id }, 'project-owner'),
    'owner of another domain': await as({ domainId: foreign.domainId }, 'domain-owner'),
    'token of another project': { token: await api.serviceToken(base.id, 'project-owner') },
    'revoked token': { token: revoked },
    anonymous: {},
  };
  table = new Map();
  // Signing out comes last: whoever did so is anonymous from then on.
  const ordered = Object.values<Operation>(operations).sort(
    (a, b) => Number(a.id === 'deleteSession') - Number(b.id === 'deleteSession'),
  );
  for (const operation of ordered) {
    const row: Partial<Record<Caller, Outcome>> = {};
    for (const caller of [...callers].reverse()) row[caller] = await outcome(operation, caller);
    table.set(operation.id, row as Record<Caller, Outcome>);
  }
}, 120_000);
afterAll(() => api.stop());

/** Ids of a project and a domain that are there, and of nothing else that is. */
async function outcome(operation: Operation, caller: Caller): Promise<Outcome> {
  const params = paramsOf(operation);
  const options = { ...credentials[caller], params, ...inputOf(operation) };
  return meaning(await api.call(operation, options), operation, Object.values(params));
}

function paramsOf({ path }: Operation): Record<string, string> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  return Object.fromEntries(names.map((it) => [it, paramOf(it)]));
}

const prefixes: Readonly<Record<string, string>> = {
  user: 'usr',
  group: 'grp',
  member: 'usr',
  domainUnit: 'dmu',
  load: 'lod',
};

function paramOf(name: string): string {
  if (name === 'projectId') return project.id;
  if (name === 'domainId') return project.domainId;
  if (name === 'domainUnitId') return project.domainUnitId!;
  const noun = name.replace(/Id$/, '');
  return noun === name ? 'none' : `${prefixes[noun] ?? 'xxx'}_${'0'.repeat(32)}`;
}

/** Input that no handler accepts, so that whoever may call changes nothing. */
function inputOf({ id }: Operation): Pick<CallOptions, 'body' | 'query'> {
  const { domainId } = project;
  const bytes = { createUpload: { name: '' }, putUploadPart: { sha256: '' } };
  if (id in bytes) return { query: bytes[id as keyof typeof bytes], body: 'x' };
  if (id !== 'createProject') return { body: [] };
  return { body: { domainId, profileId: `prf_${'0'.repeat(32)}`, name: 'Unmade', catalogName: 'unmade' } };
}

function meaning(reply: LightMyRequestResponse, { id, access }: Operation, ids: readonly string[]): Outcome {
  const { statusCode } = reply;
  if (statusCode === 401 && id !== 'createSession') return '401';
  const problem = statusCode >= 400 ? (reply.json() as { code: string; detail: string }) : undefined;
  if (problem?.code === 'FORBIDDEN') return '403';
  const above = access === 'project' ? project.id : project.domainId;
  const isAboutAbove = new RegExp(`There is no (project|domain) ${above}`).test(problem?.detail ?? '');
  if (problem?.code === 'NOT_FOUND' && isAboutAbove && (ids.includes(above) || id === 'createProject')) return '404';
  expect(statusCode, `${id}: ${reply.body.slice(0, 200)}`).toBeLessThan(500);
  return 'yes';
}

const of = (access: Operation['access']) => Object.values<Operation>(operations).filter((it) => it.access === access);

describe('who may call what', () => {
  it('is the table of docs/permissions.md', async () => {
    await expect(written(table)).toMatchFileSnapshot(path.join(import.meta.dirname, '../../../docs/permissions.md'));
  });

  it('lets nobody in who has not signed in, or no longer, but to what is public', () => {
    for (const { id, access } of Object.values<Operation>(operations)) {
      for (const caller of ['anonymous', 'revoked token'] as const) {
        expect([id, caller, table.get(id)![caller]]).toEqual([id, caller, access === 'public' ? 'yes' : '401']);
      }
    }
  });

  it('shows a project to nobody who has no role in it or above it', () => {
    const outside = ['owner of another project', 'owner of another domain', 'token of another project'] as const;
    const seen = of('project').flatMap(({ id }) => outside.map((it) => table.get(id)![it]));

    expect(new Set(seen)).toEqual(new Set(['404']));
  });

  it('lets a viewer change nothing', () => {
    const changing = of('project').filter((it) => rightOf(it) !== 'read');
    expect(changing.length).toBeGreaterThan(15);
    expect(new Set(changing.map((it) => table.get(it.id)!.viewer))).toEqual(new Set(['403']));
  });
});

function written(rows: ReadonlyMap<string, Record<Caller, Outcome>>): string {
  const head = [
    '# Who may call what',
    '',
    'Made by `apps/api/test/permissions.test.ts`, which calls every operation as each of these and looks at the answer; not edited by hand.',
    'A row differs from what the API does: the test fails. `yes`: the call is taken, whatever it then says of its input. `404`: it is not said whether there is such a thing.',
    'What a role may is in [roles.ts](../packages/data-model/src/contract/roles.ts), the decision in [can.ts](../packages/control-plane/src/identity/can.ts);',
    '`explainPermission` names the rule for one user. Rights of a token are those of its user or role that are also among its scopes.',
    '',
    `| operation | on | right | ${callers.join(' | ')} |`,
    `|${'---|'.repeat(3 + callers.length)}`,
  ];
  const lines = Object.values<Operation>(operations).map((it) => {
    const cells = callers.map((caller) => rows.get(it.id)![caller]);
    const right = it.access === 'public' || it.access === 'signed-in' ? '' : rightOf(it);
    return `| \`${it.id}\` | ${it.access} | ${right} | ${cells.join(' | ')} |`;
  });
  return `${[...head, ...lines].join('\n')}\n`;
}
