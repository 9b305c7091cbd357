import { fastifyCookie } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** The cookies that a request came with, by name; read where somebody asks for them, which most calls do not. */
export function cookiesOf({
  headers: { cookie },
}: Pick<FastifyRequest, 'headers'>): Readonly<Record<string, string | undefined>> {
  return cookie === undefined ? {} : fastifyCookie.parse(cookie);
}
