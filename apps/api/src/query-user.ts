import type { FastifyRequest } from 'fastify';

/** Whose queries share a process and may cancel each other: those of one session or of one token, whatever its name. */
export const queryUser = ({ caller }: Pick<FastifyRequest, 'caller'>): string =>
  `${caller.principal?.kind} ${caller.fingerprint}`;
