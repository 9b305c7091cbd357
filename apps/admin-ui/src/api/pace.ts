/** How often something that changes by itself is asked for again. */
export const pace = {
  /** While a job runs that the screen shows. */
  liveMs: 1_000,
  /** While nothing is known to run: others may start things. */
  idleMs: 10_000,
} as const;

const live = new Set(['queued', 'running', 'creating', 'provisioning', 'deleting']);

/** Whether something in this state will change without anybody's doing. */
export const isLive = (it: { readonly state: string } | undefined): boolean => it !== undefined && live.has(it.state);

/** For `refetchInterval`: fast while anything in the list is live, else not at all. */
export const whileLive = (list: readonly { readonly state: string }[] | undefined): number | false =>
  list?.some(isLive) ? pace.liveMs : false;
