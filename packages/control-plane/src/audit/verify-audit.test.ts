import type { AuditLink } from '@tandem/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditHash, verifyChain } from './verify-audit.ts';

const zero = '0'.repeat(64);

/** A chain as the log writes it: one event for each text. */
function chainOf(texts: readonly string[]): AuditLink[] {
  const links: AuditLink[] = [];
  for (const [k, text] of texts.entries()) {
    const payload = JSON.stringify({ seq: k + 1, text });
    const prevHash = links.at(-1)?.hash ?? zero;
    links.push({ seq: k + 1, payload, prevHash, hash: auditHash(prevHash, payload) });
  }
  return links;
}

const headOf = (links: readonly AuditLink[]) => ({ seq: links.length, hash: links.at(-1)?.hash ?? zero });

async function* inPages(links: readonly AuditLink[], size = 2) {
  for (let k = 0; k < links.length; k += size) yield links.slice(k, k + size);
}

const five = chainOf(['a', 'b', 'c', 'd', 'e']);
const verify = (links: readonly AuditLink[], head = headOf(five), noted?: { seq: number; hash: string }) =>
  verifyChain({ head, pages: inPages(links) }, noted);

describe('verifyChain', () => {
  it('has the hash that anybody can compute: SHA-256 of the hash before, a newline and the text', () => {
    // printf '%064d\n{"seq":1}' 0 | sha256sum
    expect(auditHash(zero, '{"seq":1}')).toBe('a453da8151216b5ae0a15c5377bc79da35cc4f629a9e9a3dcab70bf0b485609a');
  });

  it('finds a log right that is as it was written, also an empty one', async () => {
    expect(await verify(five)).toEqual({ intact: true, events: 5, head: headOf(five), broken: null });
    expect(await verify([], headOf([]))).toMatchObject({ intact: true, events: 0 });
  });

  it('names the event that another hand has edited, also where its hash was computed anew', async () => {
    const edited = { ...five[2]!, payload: five[2]!.payload.replace('c', 'x') };
    const anew = { ...edited, hash: auditHash(edited.prevHash, edited.payload) };

    expect((await verify(five.with(2, edited))).broken).toEqual({ seq: 3, why: expect.stringContaining('its hash') });
    expect((await verify(five.with(2, anew))).broken).toEqual({ seq: 4, why: expect.stringContaining('number 3') });
    const last = { ...five[4]!, payload: '{"seq":5}', hash: auditHash(five[3]!.hash, '{"seq":5}') };
    expect((await verify(five.with(4, last))).broken).toMatchObject({ why: expect.stringContaining('Number 5') });
  });

  it('names what is missing, at the start, in the middle and at the end', async () => {
    expect((await verify(five.slice(1))).broken).toMatchObject({ seq: 1, why: expect.stringContaining('missing') });
    expect((await verify(five.toSpliced(2, 1))).broken).toMatchObject({ seq: 3 });
    expect((await verify(five.slice(0, 3))).broken).toMatchObject({ seq: 4, why: expect.stringContaining('cut off') });
    expect((await verify([])).broken).toMatchObject({ seq: 1, why: expect.stringContaining('5 events') });
    expect((await verify(five, { seq: 0, hash: '' })).broken).toMatchObject({ why: expect.stringContaining('last') });
  });

  it('names two that changed places, whether with their texts alone or with their hashes', async () => {
    const [, b, c] = five as [AuditLink, AuditLink, AuditLink];
    const texts = five.with(1, { ...b, payload: c.payload }).with(2, { ...c, payload: b.payload });
    const whole = five.with(1, { ...c, seq: 2 }).with(2, { ...b, seq: 3 });

    expect((await verify(texts)).broken).toMatchObject({ seq: 2 });
    expect((await verify(whole)).broken).toMatchObject({ seq: 2 });
  });

  it('names what was put in between or added behind the head', async () => {
    const forged = chainOf(['a', 'b', 'forged']).at(-1)!;
    const between = [...five.slice(0, 2), forged, ...five.slice(2).map((it) => ({ ...it, seq: it.seq + 1 }))];

    expect((await verify(between)).broken).toMatchObject({ seq: 4 });
    const behind = chainOf(['a', 'b', 'c', 'd', 'e', 'f']);
    expect((await verify(behind)).broken).toMatchObject({ why: expect.stringContaining('another way') });
  });

  it('sees by a noted hash that the whole log was written anew', async () => {
    const anew = chainOf(['a', 'b', 'x', 'd', 'e']);
    const noted = { seq: 4, hash: five[3]!.hash };

    expect(await verify(anew, headOf(anew))).toMatchObject({ intact: true });
    expect((await verify(anew, headOf(anew), noted)).broken).toMatchObject({ seq: 4 });
    expect(await verify(five, headOf(five), noted)).toMatchObject({ intact: true });
    const short = five.slice(0, 2);
    expect((await verify(short, headOf(short), noted)).broken).toMatchObject({ why: expect.stringContaining('noted') });
  });

  it('sees any one change of any field of any event', async () => {
    const field = fc.constantFrom('payload', 'prevHash', 'hash', 'seq');
    await fc.assert(
      fc.asyncProperty(fc.nat(4), field, fc.string({ minLength: 1 }), async (at, name, text) => {
        const link = { ...five[at]!, [name]: name === 'seq' ? at + 2 : `${five[at]!.hash}${text}` };
        expect(await verify(five.with(at, link))).toMatchObject({ intact: false, broken: { seq: at + 1 } });
      }),
    );
  });
});
