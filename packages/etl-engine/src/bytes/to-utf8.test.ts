import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from './to-utf8.ts';

/** A text as it comes out, arriving in pieces of the given lengths and the rest. */
async function decoded(bytes: Uint8Array, pieces: readonly number[] = []): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const length of [...pieces, bytes.length]) {
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  const out: Buffer[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const piece of toUtf8(stream)) out.push(piece);
  return Buffer.concat(out);
}

const korean = 'store_id,store_name\n1,서울역점\n2,강남점 "본점"\n3,똠방각하\n';

describe('the encoding of a text', () => {
  it.each([
    ['UTF-8', Buffer.from(korean)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${korean}`)],
    ['UTF-16 LE with a mark', iconv.encode(korean, 'utf-16le', { addBOM: true })],
    ['UTF-16 BE with a mark', iconv.encode(korean, 'utf-16be', { addBOM: true })],
    ['UTF-16 LE without one', iconv.encode(korean, 'utf-16le', { addBOM: false })],
    ['UTF-16 BE without one', iconv.encode(korean, 'utf-16be', { addBOM: false })],
    ['CP949', iconv.encode(korean, 'cp949')],
  ])('is found where it is %s', async (_, bytes) => {
    expect((await decoded(bytes)).toString()).toBe(korean);
  });

  it('stays as it is where it is neither UTF-8 nor CP949', async () => {
    for (const western of ['Läden;Größe', 'Århus, Ålborg', 'ÄÖÜ\n']) {
      const latin1 = Buffer.from(western, 'latin1');

      expect(await decoded(latin1)).toEqual(latin1);
    }
  });

  it('is CP949 though the first high byte comes late, and what follows may be broken there', async () => {
    const ascii = Buffer.from(`${'1,a\n'.repeat(400_000)}2,`);
    const good = iconv.encode('가나다\n'.repeat(200_000), 'cp949');

    const out = await decoded(Buffer.concat([ascii, good, Buffer.from([0xe4, 0x0a])]));

    expect(out.subarray(0, ascii.length + 3).toString()).toBe(`${ascii}가`);
    expect(out.subarray(-3)).toEqual(Buffer.from([0x0a, 0xff, 0x0a]));
  });

  it('keeps a broken place broken, and nothing else', async () => {
    const broken = Buffer.from([0xff, 0xfe, 0x61, 0, 0, 0xd8, 0x62, 0, 0x0a]);

    expect(await decoded(broken)).toEqual(Buffer.from([0x61, 0xff, 0x62, 0xff]));
  });

  it('is the same however the text is cut into pieces', async () => {
    const encodings = fc.constantFrom('utf8', 'utf-16le', 'utf-16be', 'cp949');
    const letters = fc.array(fc.constantFrom('a', ',', '\n', '"', '가', '힣', '한'), { minLength: 1, maxLength: 30 });
    const cuts = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 });

    await fc.assert(
      fc.asyncProperty(encodings, letters, cuts, async (encoding, all, pieces) => {
        const written = `store_id,${'서울'.repeat(20)}\n${all.join('')}`;
        const bytes = iconv.encode(written, encoding, { addBOM: encoding.startsWith('utf-16') });

        expect((await decoded(bytes, pieces)).toString()).toBe(written);
      }),
      { numRuns: 300 },
    );
  });

  it('streams: a long text is given on before it ends', async () => {
    let sent = 0;
    const endless = (async function* () {
      for (;;) {
        sent++;
        yield Buffer.from('가'.repeat(10_000));
      }
    })();

    for await (const _ of toUtf8(endless)) break;

    expect(sent).toBeLessThan(60);
    expect(await text(toUtf8((async function* () {})()))).toBe('');
  });
});
