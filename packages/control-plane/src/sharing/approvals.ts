import { counted } from '@tandem/data-model';
import { type Approval, type Principal, type RequestState, requestStates } from '@tandem/data-model/contract';
import type { ListPage } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { can } from '../identity/can.ts';

const statesOf = {
  waiting: ['pending'],
  decided: requestStates.filter((it) => it !== 'pending'),
} as const satisfies Record<string, readonly RequestState[]>;

/** A page, newest first, of what waits for somebody's decision or was decided, in the projects whose catalog they keep. */
export async function listApprovals(
  { control }: Pick<Deps, 'control'>,
  principal: Principal,
  { state, before, limit }: ListPage & { readonly state: keyof typeof statesOf },
): Promise<{
  approvals: Approval[];
  next: string | null;
  counts: { waiting: number; decided: number };
}> {
  const all = await control.projects.list();
  const mine = all.filter((project) => can(principal, { access: 'project', right: 'curate' }, { project }).allowed);
  const of = { side: 'publisher', projectIds: mine.map((it) => it.id) } as const;
  const [found, waiting, decided] = await Promise.all([
    control.sharing.requests({ ...of, states: statesOf[state] }, { before, limit: limit + 1 }),
    control.sharing.countRequests({ ...of, states: statesOf.waiting }),
    control.sharing.countRequests({ ...of, states: statesOf.decided }),
  ]);
  const approvals = found.slice(0, limit).map(
    (request): Approval => ({
      kind: 'subscription-request',
      id: request.id,
      projectId: request.publisherId,
      projectName: request.publisherName,
      asks: `${request.projectName} asks for ${request.entry} for ${counted(request.days, 'day')}`,
      reason: request.reason,
      request,
    }),
  );
  const next = found.length > limit ? approvals.at(-1)!.id : null;
  return { approvals, next, counts: { waiting, decided } };
}
