import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { retailSales } from '@tandem/data-model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDataFiles } from './data-files.ts';

let folder: string;

const sales = 'store_id,store_name,store_address,city,state,country,sales_date,total_sales';
const promotions = 'store_id,sales_date,promo,school_holiday';
const dates = 'date_key,date_time,week,month,quarter,year,weekday';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-data-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, header: string) => writeFileSync(path.join(folder, name), `${header}\n1,2\n`);

it('knows files by their headers, whatever their names, order, quotes and marks', async () => {
  put('a.csv', sales);
  put('b.txt', `\uFEFF"sales_date","store_id","PROMO","school_holiday"\r`);
  put('date_master.csv', dates);
  put('truth.csv', 'store_id,sales_date,mean');

  const { files, others } = await findDataFiles(folder, retailSales, { whole: true });

  expect(files.map((it) => [it.name, it.source])).toEqual([
    ['date_master.csv', 'date_dim'],
    ['a.csv', 'store_sales'],
    ['b.txt', 'store_promotions'],
  ]);
  expect(others).toEqual(['truth.csv']);
});

it('looks into packed files, and says why one cannot be read', async () => {
  writeFileSync(path.join(folder, 'a.bin'), gzipSync(`${sales}\n`));
  writeFileSync(path.join(folder, 'b.gz'), gzipSync(gzipSync(`${sales}\n`)));

  const { files, others } = await findDataFiles(folder, retailSales, { whole: false });

  expect(files.map((it) => [it.name, it.source])).toEqual([['a.bin', 'store_sales']]);
  expect(others).toEqual([expect.stringMatching(/^b.gz \(What is packed in b.gz is a gzip file/)]);
});

it('says which source has no file, what was there instead, and which header is wanted', async () => {
  put('a.csv', sales);
  put('holidays.csv', 'day,name');

  await expect(findDataFiles(folder, retailSales, { whole: true })).rejects.toThrow(
    `${folder} has no file for date_dim, store_promotions; a.csv is store_sales; the header of holidays.csv matches no table.`,
  );
  await expect(findDataFiles(folder, retailSales, { whole: true })).rejects.toThrow(
    expect.objectContaining({ mend: expect.stringContaining(promotions) }),
  );
});

it('is content with some of the sources where not all are needed, but not with none', async () => {
  put('a.csv', sales);
  expect((await findDataFiles(folder, retailSales, { whole: false })).files).toHaveLength(1);

  rmSync(path.join(folder, 'a.csv'));
  await expect(findDataFiles(folder, retailSales, { whole: false })).rejects.toThrow(/the folder has no files/);
});

it('says that a folder is not there', async () => {
  await expect(findDataFiles(path.join(folder, 'nowhere'), retailSales, { whole: true })).rejects.toThrow(
    /cannot be read: ENOENT/,
  );
});
