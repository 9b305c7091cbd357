import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

it('knows files by their headers, whatever their names, order, quotes and marks', () => {
  put('a.csv', sales);
  put('b.txt', `\uFEFF"sales_date","store_id","PROMO","school_holiday"\r`);
  put('date_master.csv', dates);
  put('truth.csv', 'store_id,sales_date,mean');

  const { files, others } = findDataFiles(folder, retailSales, { whole: true });

  expect(files.map((it) => [it.name, it.source])).toEqual([
    ['date_master.csv', 'date_dim'],
    ['a.csv', 'store_sales'],
    ['b.txt', 'store_promotions'],
  ]);
  expect(others).toEqual(['truth.csv']);
});

it('says which source has no file, what was there instead, and which header is wanted', () => {
  put('a.csv', sales);
  put('holidays.csv', 'day,name');

  expect(() => findDataFiles(folder, retailSales, { whole: true })).toThrow(
    `${folder} has no file for date_dim, store_promotions; a.csv is store_sales; the header of holidays.csv matches no table.`,
  );
  expect(() => findDataFiles(folder, retailSales, { whole: true })).toThrow(
    expect.objectContaining({ mend: expect.stringContaining(promotions) }),
  );
});

it('is content with some of the sources where not all are needed, but not with none', () => {
  put('a.csv', sales);
  expect(findDataFiles(folder, retailSales, { whole: false }).files).toHaveLength(1);

  rmSync(path.join(folder, 'a.csv'));
  expect(() => findDataFiles(folder, retailSales, { whole: false })).toThrow(/the folder has no files/);
});

it('says that a folder is not there', () => {
  expect(() => findDataFiles(path.join(folder, 'nowhere'), retailSales, { whole: true })).toThrow(
    /cannot be read: ENOENT/,
  );
});
