import { problemStatuses } from '@tandem/client/openapi';
import { type AuditEvent, type Operation, type Operations, operations, Problem } from '@tandem/data-model/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditCases } from './operations/audit-cases.ts';
import { catalogCases } from './operations/catalog-cases.ts';
import { connectionCases } from './operations/connection-cases.ts';
import { derivedCases } from './operations/derived-cases.ts';
import { forecastCases } from './operations/forecast-cases.ts';
import { jobCases } from './operations/job-cases.ts';
import { lifeCycleCases } from './operations/life-cycle-cases.ts';
import { loadCases } from './operations/load-cases.ts';
import { peopleCases } from './operations/people-cases.ts';
import { projectCases } from './operations/project-cases.ts';
import { queryCases } from './operations/query-cases.ts';
import { quotaCases } from './operations/quota-cases.ts';
import { type Cases, openScene, type Scene } from './operations/scene.ts';
import { sharingCases } from './operations/sharing-cases.ts';
import { starCases } from './operations/star-cases.ts';
import { trainingCases } from './operations/training-cases.ts';
import { uploadSessionCases } from './operations/upload-session-cases.ts';
import { workflowCases } from './operations/workflow-cases.ts';
import type { CallOptions } from './start-app.ts';

/**
 * Every operation in every status that it can have, on one server. What follows from its input and its access is made
 * from the contract; what it does and what else it refuses stands in the cases of its feature. A status without a case
 * fails, and so does a change that leaves no event in the audit log.
 */
let scene: Scene;
let cases: Cases;
beforeAll(async () => {
  scene = await openScene();
  cases = {
    ...auditCases(scene),
    ...projectCases(scene),
    ...peopleCases(scene),
    ...lifeCycleCases(scene),
    ...catalogCases(scene),
    ...connectionCases(scene),
    ...sharingCases(scene),
    ...quotaCases(scene),
    ...starCases(scene),
    ...uploadSessionCases(scene),
    ...loadCases(scene),
    ...queryCases(scene),
    ...trainingCases(scene),
    ...forecastCases(scene),
    ...workflowCases(scene),
    ...jobCases(scene),
  };
}, 60_000);
afterAll(() => scene.stop());

const isGood = (status: number) => status < 300;

async function tokenOf({ token, params }: CallOptions): Promise<string | undefined> {
  if (token === 'of the world') return scene.api.token(scene.world.project.id);
  if (token !== 'without scopes') return token;
  const projectId = params?.projectId ?? scene.world.project.id;
  return scene.api.serviceToken(projectId, 'project-owner', ['curate']);
}

/** Asks for a session where the case says nothing of credentials. */
const call = async (operation: Operation, options: CallOptions): Promise<LightMyRequestResponse> => {
  const token = await tokenOf(options);
  const { token: _, ...rest } = options;
  return scene.api.call(operation, { cookie: scene.cookie, ...rest, ...(token === undefined ? {} : { token }) });
};

describe.each(Object.values(operations) as Operation[])('$id', (operation) => {
  it.each([operation.status, ...problemStatuses(operation)])('answers %i as the contract says', async (status) => {
    const own: Cases[keyof Operations] = cases[operation.id as keyof Operations];
    const good = Object.entries(own).find(([it]) => isGood(Number(it)))![1];
    const options = await (own[status]?.() ?? derivedCases[status]?.(operation, await good()));
    if (!options) throw new Error(`no case makes ${operation.id} answer ${status}`);

    const reply = await call(operation, options);

    expect({ status: reply.statusCode, body: reply.statusCode === status ? '' : reply.body }).toEqual({
      status,
      body: '',
    });
    if (!isGood(status)) {
      expect(reply.headers['content-type']).toBe('application/problem+json');
      expect(Problem.parse(reply.json())).toMatchObject({ status, requestId: reply.headers['x-request-id'] });
    } else if (status === 204) {
      expect(reply.body).toBe('');
    } else if (operation.produces) {
      expect(reply.headers['content-type']).toContain(operation.produces);
    } else {
      operation.response.parse(reply.json());
    }
    const events = await scene.api.control.audit.list({ request: `${reply.headers['x-request-id']}` }, { limit: 10 });
    expect(events.map((it) => it.operation)).toEqual(events.map(() => operation.id));
    expect(events.length > 0).toBe(isGood(status) && operation.method !== 'GET' && !changesNothing.has(operation.id));
  });
});

describe('the audit log', () => {
  it('says who called, by what, and is intact', async () => {
    const body = { name: 'Audited domain', region: 'eu-west-1' };
    const made = await call(operations.createDomain, { body });
    const signedIn = await call(operations.createSession, {
      cookie: '',
      body: { secret: await scene.api.signInSecret() },
    });
    const ofRequest = async (reply: LightMyRequestResponse) => {
      const query = { request: `${reply.headers['x-request-id']}` };
      return (await call(operations.listAuditEvents, { query })).json().events as AuditEvent[];
    };

    const actor = { kind: 'session', id: expect.stringMatching(/^usr_/), name: 'administrator' };
    const subject = { kind: 'domain', id: made.json().id, name: 'Audited domain' };
    const [grant, user, domain] = await ofRequest(made);
    expect(domain).toMatchObject({ actor, operation: 'createDomain', action: 'created', subject });
    expect([grant?.subject.kind, user?.subject.kind]).toEqual(['grant', 'domain-user']);
    expect(new Set((await ofRequest(signedIn)).map((it) => it.actor.kind))).toEqual(new Set(['anonymous']));
    const verdict = (await call(operations.getAuditVerification, {})).json();
    expect(verdict).toMatchObject({ intact: true, broken: null });
    const query = { seq: `${verdict.head.seq}`, hash: '0'.repeat(64) };
    expect((await call(operations.getAuditVerification, { query })).json()).toMatchObject({ intact: false });
    expect((await call(operations.getAuditVerification, { query: { seq: '1' } })).statusCode).toBe(400);
  });
});

/**
 * Operations other than GET that are questions, that only end what a caller of their own has asked for, or that bring
 * what is nothing before another call has made it something.
 */
const changesNothing = new Set([
  'putUploadPart',
  'startSignIn',
  // What came of it is noted, and no event.
  'testConnection',
  'createStarProposal',
  'createQuery',
  'cancelQuery',
  'createPrediction',
  'createExplanation',
]);
