import { type Client, createClient } from '@tandem/client';

/** Uses up a sign-in link's secret and gives a client with the session that it opened. */
export async function signIn(baseUrl: string, secret: string): Promise<Client> {
  return createClient({ baseUrl, cookie: await openSession(baseUrl, secret) });
}

/** Uses up a sign-in link's secret and gives the cookie of the session that it opened. */
export async function openSession(baseUrl: string, secret: string): Promise<string> {
  let cookie = '';
  const keepCookie: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    cookie = response.headers
      .getSetCookie()
      .map((it) => it.split(';')[0])
      .join('; ');
    return response;
  };
  await createClient({ baseUrl, fetch: keepCookie }).createSession({ body: { secret } });
  return cookie;
}
