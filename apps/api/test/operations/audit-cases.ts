import type { Cases, Scene } from './scene.ts';

/** Cases of the audit log. */
export function auditCases({ world }: Scene) {
  const badHash = { query: { seq: '1', hash: 'not a hash' } };
  return {
    listAuditEvents: { 200: () => ({ query: { kind: 'session' } }), 400: () => ({ query: { before: '0' } }) },
    listDomainAuditEvents: { 200: () => ({ params: { domainId: world.project.domainId } }) },
    getAuditVerification: { 200: () => ({}), 400: () => badHash },
  } satisfies Partial<Cases>;
}
