import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface KeptReply {
  readonly status: number;
  readonly body: string;
  /** Digest of the request's bytes, where its body was no JSON. */
  readonly content: string | null;
}

export interface RepeatableKey {
  /** What the reply is kept under; neither key nor caller can be told from it. */
  readonly id: string;
  readonly requestHash: string;
  seal(reply: KeptReply): Uint8Array;
  open(sealed: Uint8Array): KeptReply;
}

const hash = (...parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * A key of one caller. A reply may hold a secret, such as a new token, so it is encrypted by what only its caller has:
 * a copy of the database opens none.
 */
export function repeatableKey(fingerprint: string, key: string, request: readonly unknown[]): RepeatableKey {
  const id = hash('kept reply', fingerprint, key);
  const secret = Buffer.from(hkdfSync('sha256', JSON.stringify([fingerprint, key]), '', 'tandem kept reply', 32));
  return {
    id,
    // A request may hold a password, which could be guessed from a plain digest of it.
    requestHash: createHmac('sha256', secret).update(JSON.stringify(request)).digest('hex'),
    seal(reply) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify(reply), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
    },
  };
}

/** SHA-256 of bytes that come one after the other. */
export function digestOf(): { update(chunk: Uint8Array): void; value(): string } {
  const digest = createHash('sha256');
  let value: string | undefined;
  return {
    update: (chunk) => void digest.update(chunk),
    value: () => {
      value ??= digest.digest('hex');
      return value;
    },
  };
}
