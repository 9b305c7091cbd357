import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text for a URL or a header. */
export const newSecret = (prefix = ''): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/**
 * What is kept of a secret. A look-up by this hash takes no longer for a near miss than for a wild guess, and a plain
 * SHA-256 is enough, because what it hides has 256 random bits and cannot be guessed by trying.
 */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');
