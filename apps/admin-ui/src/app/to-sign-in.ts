import type { AppRouter } from './router.tsx';

/** Leads to the sign-in page, which leads back to where one was. */
export function toSignIn(router: AppRouter): Promise<void> {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in') return Promise.resolve();
  return router.navigate({ to: '/sign-in', search: { back: href } });
}

/** A path of this portal, or nothing: an address from outside must not lead anywhere else. */
export const safeBack = (back: unknown): string | undefined =>
  typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : undefined;
