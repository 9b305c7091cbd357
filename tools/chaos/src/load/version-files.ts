import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { openDuckDb } from '@tandem/adapters-local';
import { formatDay, parseDay } from '@tandem/data-model';

export const firstStore = 1001;
export const stores = 200;
export const days = 150;
const firstDay = parseDay('2024-01-01');

export const fileForms = ['csv', 'csv.gz', 'csv.zst', 'jsonl', 'jsonl.gz', 'parquet'] as const;
export type FileForm = (typeof fileForms)[number];

export interface VersionFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Files of one version of a star: every amount, street and promotion says which, from 0 on. All versions have the same
 * keys, so a load of one replaces every row of two facts and of a dimension.
 */
export async function filesOf(version: number, form: FileForm): Promise<VersionFile[]> {
  const sales: string[][] = [];
  const promotions: string[][] = [];
  const promo = String(version % 2);
  for (let store = firstStore; store < firstStore + stores; store++) {
    for (let k = 0; k < days; k++) {
      const day = formatDay(firstDay + k);
      const place = [`Store ${store}`, `Street ${version}`, 'Bonn', 'NW', 'Germany'];
      sales.push([String(store), ...place, day, String(version)]);
      promotions.push([String(store), day, promo, promo]);
    }
  }
  return [
    {
      name: `store_sales.${form}`,
      bytes: await encoded(
        ['store_id', 'store_name', 'store_address', 'city', 'state', 'country', 'sales_date', 'total_sales'],
        sales,
        form,
      ),
    },
    {
      name: `store_promotions.${form}`,
      bytes: await encoded(['store_id', 'sales_date', 'promo', 'school_holiday'], promotions, form),
    },
  ];
}

async function encoded(names: readonly string[], rows: readonly string[][], form: FileForm) {
  const csv = () => Buffer.from(`${[names, ...rows].map((it) => it.join()).join('\n')}\n`);
  const lines = () =>
    Buffer.from(
      rows.map((it) => `${JSON.stringify(Object.fromEntries(names.map((name, k) => [name, it[k]])))}\n`).join(''),
    );
  switch (form) {
    case 'csv':
      return csv();
    case 'csv.gz':
      return gzipSync(csv(), { level: 1 });
    case 'csv.zst':
      return zstdCompressSync(csv());
    case 'jsonl':
      return lines();
    case 'jsonl.gz':
      return gzipSync(lines(), { level: 1 });
    case 'parquet':
      return parquet(csv());
  }
}

/** By the engine that the product has, with the types that it finds. */
async function parquet(csv: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-chaos-parquet-'));
  const engine = await openDuckDb({ file: ':memory:', objectsRoot: folder, threads: 1 });
  try {
    writeFileSync(path.join(folder, 'rows.csv'), csv);
    await engine.copyOut(`select * from read_csv(${engine.locate('rows.csv')})`, 'rows.parquet');
    return readFileSync(path.join(folder, 'rows.parquet'));
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}
