import { z } from 'zod';
import { operation } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { ProjectId } from './projects.ts';
import { SubscriptionRequest, SubscriptionRequestId } from './subscriptions.ts';

/** Something that waits for somebody's decision, or has had it, and the project in which it is decided. */
export const Approval = z
  .object({
    kind: z.literal('subscription-request'),
    id: SubscriptionRequestId.describe('What its decision is given by'),
    projectId: ProjectId.describe('Where it is decided'),
    projectName: z.string(),
    asks: z.string().describe('Who asks for what, in words'),
    reason: z.string(),
    request: SubscriptionRequest,
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;

export const listApprovals = operation({
  id: 'listApprovals',
  method: 'GET',
  path: '/approvals',
  summary:
    'What waits for the decision of the caller in all projects whose catalog they keep; or what was decided there',
  tag: 'Approvals',
  access: 'signed-in',
  query: pageOf(SubscriptionRequestId).extend({ state: z.enum(['waiting', 'decided']).default('waiting') }),
  status: 200,
  response: z.object({
    approvals: z.array(Approval),
    next: nextOf(SubscriptionRequestId),
    counts: z.object({ waiting: z.int().min(0), decided: z.int().min(0) }),
  }),
});
