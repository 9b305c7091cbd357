import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { SecretUnreadable } from '@tandem/data-model';
import type { SecretBox } from '@tandem/ports';

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Seals by AES-256-GCM with a key made of the first of these texts; opens with any, so that a new key can come before an
 * old one. A sealed secret names its key, by a part of the key's digest, and tells nothing else.
 */
export function openSecretBox(keys: readonly [string, ...string[]]): SecretBox {
  const all = keys.map(keyOf);
  return {
    seal(secret, belongsTo) {
      const { id, bytes } = all[0]!;
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(JSON.stringify(belongsTo)));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return ['1', id, Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')].join('.');
    },
    open(sealed, belongsTo) {
      const [version, id, text = ''] = sealed.split('.');
      const key = all.find((it) => it.id === id);
      if (version !== '1' || !key) throw unreadable();
      const bytes = Buffer.from(text, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12), { authTagLength: 16 });
        decipher.setAAD(Buffer.from(JSON.stringify(belongsTo))).setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw unreadable(cause);
      }
    },
  };
}

function keyOf(text: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', text, '', 'tandem secret box', 32));
  return { id: createHash('sha256').update('tandem secret box').update(bytes).digest('hex').slice(0, 8), bytes };
}

const unreadable = (cause?: unknown) =>
  new SecretUnreadable(
    'The password cannot be read: it was encrypted with another key than this installation has.',
    'Put the TANDEM_SECRET_KEY, or the secret-key of the home, back that it was made with; or give the password again.',
    { cause },
  );
