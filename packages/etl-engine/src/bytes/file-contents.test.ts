import { text as textOf } from 'node:stream/consumers';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zip } from '../../test/zip.ts';
import { fileContents } from './file-contents.ts';
import type { StoredFile } from './stored-file.ts';

const csv = 'store_id,sales_date\n1,2024-01-01\n';

function fileOf(bytes: Uint8Array, name = 'a.csv'): StoredFile {
  return {
    name,
    bytes: bytes.length,
    async read(range) {
      const part = bytes.subarray(range?.start ?? 0, range?.end ?? bytes.length);
      return (async function* () {
        for (let at = 0; at < part.length; at += 1000) yield part.subarray(at, at + 1000);
      })();
    },
  };
}

/** Names and texts of what a file holds. */
async function contents(bytes: Uint8Array): Promise<[string, string][]> {
  const found = await fileContents(fileOf(bytes));
  return Promise.all(
    found.map(
      async (it): Promise<[string, string]> => [it.name, it.kind === 'text' ? await textOf(it.open()) : it.kind],
    ),
  );
}

describe('what a file holds', () => {
  it.each([
    ['as it is', Buffer.from(csv)],
    ['in gzip', gzipSync(csv)],
    ['in several members of gzip', Buffer.concat([gzipSync(csv.slice(0, 9)), gzipSync(csv.slice(9))])],
    ['in Zstandard', zstdCompressSync(csv)],
  ])('is found %s, whatever its name', async (_, bytes) => {
    expect(await contents(bytes)).toEqual([['a.csv', csv]]);
  });

  it('is each data file in a zip, stored or deflated', async () => {
    const bytes = zip([
      { name: 'data/', body: '' },
      { name: 'data/one.csv', body: csv },
      { name: '__MACOSX/data/._one.csv', body: 'x' },
      { name: '.DS_Store', body: 'x' },
      { name: 'two.csv', body: '1,2\n', stored: true },
    ]);

    expect(await contents(bytes)).toEqual([
      ['a.csv/data/one.csv', csv],
      ['a.csv/two.csv', '1,2\n'],
    ]);
  });

  it('is decoded after it is unpacked', async () => {
    expect(await contents(gzipSync(Buffer.from('\ufeff가', 'utf16le')))).toEqual([['a.csv', '가']]);
  });

  it('is empty text where the file is empty', async () => {
    expect(await contents(new Uint8Array(0))).toEqual([['a.csv', '']]);
  });
});

describe('a file that cannot be read', () => {
  const long = Buffer.from(csv.repeat(1000));
  const damagedZip = zip([{ name: 'one.csv', body: csv }]);
  damagedZip[damagedZip.indexOf(Buffer.from('one.csv')) + 9]! ^= 0xff;

  it.each([
    ['gzip that ends early', gzipSync(long).subarray(0, -20), /no whole gzip file: unexpected end of file/],
    ['Zstandard that ends early', zstdCompressSync(long).subarray(0, -20), /no whole Zstandard file/],
    [
      'gzip with other bytes in it',
      Buffer.concat([gzipSync(long).subarray(0, 60), Buffer.alloc(99, 7)]),
      /no whole gzip file/,
    ],
    ['a zip without its end', zip([{ name: 'one.csv', body: csv }]).subarray(0, -30), /no whole zip file/],
    ['a zip with other bytes in it', damagedZip, /a.csv\/one.csv is no whole zip file/],
    ['a zip whose checksum is another', zip([{ name: 'one.csv', body: csv, crc: 1 }]), /its checksum is another/],
    ['a zip without data', zip([{ name: 'data/', body: '' }]), /holds 0 files; a zip may hold 1 to 100/],
    [
      'a workbook',
      zip([
        { name: '[Content_Types].xml', body: '' },
        { name: 'xl/a.xml', body: '' },
      ]),
      /Excel workbook/,
    ],
    ['gzip in gzip', gzipSync(gzipSync(csv)), /What is packed in a.csv is a gzip file/],
    [
      'a zip in a zip',
      zip([{ name: 'b.zip', body: zip([{ name: 'c', body: csv }]) }]),
      /packed in a.csv\/b.zip is a zip file/,
    ],
    ['Parquet in gzip', gzipSync('PAR1....PAR1'), /is a Parquet file/],
    ['tar in gzip', gzipSync(Buffer.concat([Buffer.alloc(257, 65), Buffer.from('ustar\0')])), /is a tar file/],
    ['bzip2', Buffer.from('BZh91AY'), /a.csv is a bzip2 file/],
  ])('is refused where it is %s', async (_, bytes, message) => {
    await expect(contents(bytes)).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringMatching(message),
    });
  });
});

describe('a bomb', () => {
  const zeros = Buffer.alloc(1 << 20, 48);
  const bomb = Buffer.concat(Array(40).fill(zeros));

  it.each([
    ['gzip', gzipSync(bomb)],
    ['Zstandard', zstdCompressSync(bomb)],
    ['zip', zip([{ name: 'one.csv', body: bomb }])],
  ])('is given up long before all of it is unpacked: %s', async (_, bytes) => {
    let read = 0;
    const unpack = async () => {
      for (const it of await fileContents(fileOf(bytes))) {
        if (it.kind === 'text') for await (const piece of it.open()) read += piece.length;
      }
    };

    await expect(unpack()).rejects.toMatchObject({ code: 'UNREADABLE_FILE', message: /100 times its \d+ bytes/ });
    expect(read).toBeLessThan(100 * bytes.length + (1 << 20) + 1);
  });

  it('that understates its length is stopped at what it states', async () => {
    const bytes = zip([{ name: 'one.csv', body: bomb, size: 1000 }]);

    await expect(contents(bytes)).rejects.toMatchObject({ code: 'UNREADABLE_FILE', message: /no whole zip file/ });
  });

  it('is none where the file is short', async () => {
    const body = '1,2\n'.repeat(100_000);

    expect(await contents(gzipSync(body))).toEqual([['a.csv', body]]);
    expect(deflateRawSync(body).length * 100).toBeLessThan(body.length);
  });
});
