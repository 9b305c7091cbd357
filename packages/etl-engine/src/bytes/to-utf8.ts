import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** How the bytes of a text stand for characters; `utf8` also where it is none of the others. */
export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'cp949';

/** From the first byte that is not ASCII, as much of a text decides between UTF-8 and CP949. */
const windowBytes = 1 << 20;
/** Stands for what cannot be decoded: no UTF-8 has it, so that the record is refused for its encoding. */
const undecodable = Buffer.from([0xff]);

/**
 * Text as UTF-8 without a byte order mark, as it streams. The mark decides; without one, every other byte being NUL
 * means UTF-16; then UTF-8 if the text is that, else CP949 if it is that. Both share ASCII, so nothing has to be
 * decided before the first byte past it. What cannot be decoded becomes a byte that no UTF-8 has.
 */
export async function* toUtf8(text: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let encoding: Encoding | undefined;
  let started = false;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let decoder: Decoder | undefined;

  function* emit(bytes: Buffer): Generator<Buffer> {
    const out = decoder ? decoder.write(bytes) : bytes;
    if (out.length > 0) yield out;
  }
  /** Reads on in an encoding, beginning with what was held back for the decision. */
  function* decide(as: Encoding, skip: number): Generator<Buffer> {
    encoding = as;
    decoder = as === 'utf8' ? undefined : decoderOf(as);
    const all = Buffer.concat(held).subarray(skip);
    held = [];
    yield* emit(all);
  }
  function hold(bytes: Buffer): void {
    held.push(Buffer.from(bytes));
    heldBytes += bytes.length;
  }

  for await (const chunk of text) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (!started) {
      hold(bytes);
      if (heldBytes < 4) continue;
      started = true;
      const { encoding: marked, skip } = byMark(Buffer.concat(held));
      if (marked) {
        yield* decide(marked, skip);
        continue;
      }
      bytes = Buffer.concat(held);
      held = [];
      heldBytes = 0;
    }
    if (encoding) yield* emit(bytes);
    else if (held.length > 0) hold(bytes);
    else if (isAscii(bytes)) yield bytes;
    else {
      const high = bytes.findIndex((it) => it > 127);
      if (high > 0) yield bytes.subarray(0, high);
      hold(bytes.subarray(high));
    }
    if (!encoding && heldBytes >= windowBytes)
      yield* decide(byWindow(Buffer.concat(held).subarray(0, windowBytes), false), 0);
  }
  if (!encoding && held.length > 0) {
    const all = Buffer.concat(held);
    const { encoding: marked, skip } = started ? { skip: 0 } : byMark(all);
    yield* decide(marked ?? byWindow(all, true), skip);
  }
  const end = decoder?.end();
  if (end && end.length > 0) yield end;
}

function byMark(head: Buffer): { readonly encoding?: Encoding; readonly skip: number } {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf8', skip: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf16le', skip: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf16be', skip: 2 };
  if (a && b === 0 && c && d === 0) return { encoding: 'utf16le', skip: 0 };
  if (a === 0 && b && c === 0 && d) return { encoding: 'utf16be', skip: 0 };
  return { skip: 0 };
}

function byWindow(window: Buffer, whole: boolean): Encoding {
  return !isUtf8(whole ? window : withoutCutCharacter(window)) && isCp949(window) ? 'cp949' : 'utf8';
}

/** Drops what the end of a window leaves of a UTF-8 character. */
function withoutCutCharacter(window: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= window.length; back++) {
    const byte = window[window.length - back]!;
    if (byte >= 0xc0) return window.subarray(0, window.length - back);
    if (byte < 0x80) break;
  }
  return window;
}

/**
 * Whether bytes are CP949: all of them decode, and most characters are of KS X 1001, the set of ordinary Korean.
 * Western texts in Latin-1 decode too where each accent happens to come before a letter, but to rare syllables.
 */
function isCp949(window: Buffer): boolean {
  const text = iconv.getDecoder('cp949').write(window);
  if (text.includes('\ufffd')) return false;
  let ordinary = 0;
  let rare = 0;
  for (let i = 0; i < window.length; i++) {
    if (window[i]! < 128) continue;
    const isOrdinary = window[i]! >= 0xa1 && window[i + 1]! >= 0xa1;
    if (isOrdinary) ordinary++;
    else rare++;
    i++;
  }
  return ordinary >= rare && ordinary > 0;
}

interface Decoder {
  write(bytes: Buffer): Buffer;
  end(): Buffer;
}

function decoderOf(encoding: 'utf16le' | 'utf16be' | 'cp949'): Decoder {
  if (encoding === 'cp949') {
    const decoder = iconv.getDecoder('cp949');
    const encode = (text: string) => encoded(text, /\ufffd/g);
    return { write: (bytes) => encode(decoder.write(bytes)), end: () => encode(decoder.end() ?? '') };
  }
  // A code unit, or the first half of a pair, whose rest has not come.
  let rest = Buffer.alloc(0);
  return {
    write(bytes) {
      const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
      let even = all.length - (all.length % 2);
      if (even > 0 && isLeadSurrogate(all, even - 2, encoding)) even -= 2;
      rest = Buffer.from(all.subarray(even));
      const units = Buffer.from(all.subarray(0, even));
      return encoded((encoding === 'utf16be' ? units.swap16() : units).toString('utf16le'), /\p{Cs}/gu);
    },
    end: () => (rest.length > 0 ? undecodable : Buffer.alloc(0)),
  };
}

function isLeadSurrogate(bytes: Buffer, at: number, encoding: 'utf16le' | 'utf16be'): boolean {
  const high = bytes[encoding === 'utf16le' ? at + 1 : at]!;
  return high >= 0xd8 && high <= 0xdb;
}

/** Text as UTF-8, with an undecodable byte for each match of `broken`. */
function encoded(text: string, broken: RegExp): Buffer {
  if (text.search(broken) < 0) return Buffer.from(text);
  const parts = text.split(broken).flatMap((it, i) => (i === 0 ? [Buffer.from(it)] : [undecodable, Buffer.from(it)]));
  return Buffer.concat(parts);
}
