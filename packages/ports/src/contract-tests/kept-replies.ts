import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlStore } from '../control-store.ts';
import type { KeptReplies } from '../kept-replies.ts';
import type { OpenControlStore } from './control-store.ts';

const claimLifeMs = 15_000;
const keptReplyLifeMs = 24 * 3_600_000;

/** What every control store does about calls that may be repeated. */
export function keptRepliesContract(name: string, newPlace: () => Promise<string>, open: OpenControlStore): void {
  describe(`${name} keeping replies`, () => {
    let at: number;
    let store: ControlStore;
    let replies: KeptReplies;
    beforeEach(async () => {
      at = Date.parse('2026-11-23T12:00:00.000Z');
      store = await open(await newPlace(), () => new Date(at));
      replies = store.keptReplies;
    });
    afterEach(() => store.close());

    it('gives a key to one of many that claim it at once', async () => {
      const claims = await Promise.all(Array.from({ length: 8 }, (_, k) => replies.claim('key', `owner-${k}`, 'hash')));

      expect(claims.filter((it) => it.mine)).toHaveLength(1);
      expect(new Set(claims.map((it) => it.requestHash))).toEqual(new Set(['hash']));
    });

    it('gives the reply back, byte by byte, with the hash of the request that it was made for', async () => {
      await replies.claim('key', 'a', 'hash');

      expect(await replies.keep('key', 'a', Uint8Array.of(0, 255, 7))).toBe(true);

      const found = await replies.claim('key', 'b', 'other hash');
      expect({ ...found, reply: [...found.reply!] }).toEqual({
        mine: false,
        requestHash: 'hash',
        reply: [0, 255, 7],
        claimedAt: '2026-11-23T12:00:00.000Z',
      });
    });

    it('is free after a refusal, not after another owner says so', async () => {
      await replies.claim('key', 'a', 'hash');
      await replies.release('key', 'b');
      expect(await replies.claim('key', 'b', 'hash')).toMatchObject({ mine: false, reply: undefined });

      await replies.release('key', 'a');
      expect(await replies.claim('key', 'b', 'hash')).toMatchObject({ mine: true });
    });

    it('is free when a claim was not renewed, and then takes no reply of the earlier owner', async () => {
      await replies.claim('key', 'a', 'hash');
      at += claimLifeMs - 1;
      await replies.renew('a');
      at += claimLifeMs - 1;
      expect(await replies.claim('key', 'b', 'hash')).toMatchObject({ mine: false });

      at += 2;
      const claim = await replies.claim('key', 'b', 'hash');
      expect(claim).toMatchObject({ mine: true, claimedAt: '2026-11-23T12:00:00.000Z' });
      expect(await replies.keep('key', 'a', Uint8Array.of(1))).toBe(false);
    });

    it('lets the work of a claim have the ids that it had, and other work others', async () => {
      const claim = { requestHash: 'hash', claimedAt: '2026-11-23T12:00:00.000Z' };
      const ids = (key: string, it = claim) =>
        replies.repeatably(key, it, () => [store.uploads.newId(), store.uploads.newId()]);

      const [one, two] = ids('key');

      expect(one).toMatch(/^upl_[0-9a-f]{12}7[0-9a-f]{3}8[0-9a-f]{15}$/);
      expect(ids('key')).toEqual([one, two]);
      const others = [...ids('other'), ...ids('key', { ...claim, requestHash: 'other' }), store.uploads.newId()];
      expect(new Set([one, two, ...others]).size).toBe(7);
    });

    it('keeps a reply for a day', async () => {
      await replies.claim('key', 'a', 'hash');
      await replies.keep('key', 'a', Uint8Array.of(1));
      at += keptReplyLifeMs - 1;
      expect(await replies.claim('key', 'b', 'hash')).toMatchObject({ mine: false });

      at += 2;
      expect(await replies.claim('key', 'b', 'hash')).toMatchObject({ mine: true, reply: undefined });
    });
  });
}
