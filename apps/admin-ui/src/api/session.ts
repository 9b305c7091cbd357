import { ApiError, type Client, createClient } from '@tandem/client';
import { TooManyTries } from '@tandem/data-model';
import type { Principal } from '@tandem/data-model/contract';
import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

export const meQuery = () =>
  queryOptions({
    queryKey: keys.me,
    queryFn: ({ signal }) => client.getMe({}, { signal }),
    staleTime: 60_000,
    retry: false,
  });

/** How one may sign in here besides by link and password. */
export const signInMethodsQuery = () =>
  queryOptions({
    queryKey: keys.signInMethods,
    queryFn: ({ signal }) => client.getSignInMethods({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** Signs in by name and password. Throws TooManyTries with the seconds to wait. */
export const signInByPassword = (name: string, password: string): Promise<Principal> =>
  counted((it) => it.createSession({ body: { name, password } }));

/** Sets the caller's password. Throws TooManyTries as above. */
export const setPassword = (password: string, current: string): Promise<null> =>
  counted((it) => it.setPassword({ body: current === '' ? { password } : { password, current } }));

/** Makes a call whose tries are counted; how long to wait stands in a header, which errors of the client don't carry. */
async function counted<T>(call: (it: Client) => Promise<T>): Promise<T> {
  let retryAfter: string | null = null;
  const listening = createClient({
    baseUrl: '',
    fetch: async (...request) => {
      const reply = await fetch(...request);
      retryAfter = reply.headers.get('retry-after');
      return reply;
    },
  });
  try {
    return await call(listening);
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'too-many' && Number(retryAfter) > 0) {
      throw new TooManyTries(error.message, Number(retryAfter));
    }
    throw error;
  }
}
