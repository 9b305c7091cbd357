import { Readable } from 'node:stream';
import { createUpload } from '@tandem/control-plane';
import type { Load } from '@tandem/data-model/contract';
import { succeededLoad, type TestApp } from './start-app.ts';

const salesHeader = 'store_id,store_name,store_address,city,state,country,sales_date,total_sales';

/** A load that has ended and refused the second of two records of sales, and one of promotions. */
export async function refusedLoad({ control, objects, ...api }: TestApp, projectId: string): Promise<Load> {
  const upload = (name: string, source: string, text: string) =>
    createUpload(
      { control, objects, recognise: async () => source },
      projectId,
      name,
      Readable.from([Buffer.from(text)]),
    );
  const good = '1,Kiel,Main St,Kiel,SH,Germany,2026-01-01';
  const sales = await upload('s.csv', 'store_sales', `${salesHeader}\n${good},1.00\n${good},"1,00"\n`);
  const promotions = await upload(
    'p.csv',
    'store_promotions',
    'store_id,sales_date,promo,school_holiday\n1,2026-01-01,2,0\n',
  );
  const { id } = await succeededLoad({ control, objects, ...api }, projectId);
  const counts = { read: 2, loaded: 1, unchanged: 0, rejected: 1 };
  const unknown = { uploadId: null, sha256: null, bytes: null };
  await control.loads.saveRejects(id, [
    { file: 'p.csv', line: 2, column: 'promo', value: '2', reason: 'not_a_flag', mend: 'Write 0 or 1.' },
    { file: 's.csv', line: 3, column: 'total_sales', value: '1,00', reason: 'not_a_number', mend: 'Write a point.' },
  ]);
  return (await control.loads.update(id, {
    uploadIds: [sales.id, promotions.id],
    report: {
      counts,
      files: [
        { ...counts, ...unknown, name: 's.csv', source: 'store_sales' },
        { ...counts, ...unknown, name: 'p.csv', source: 'store_promotions' },
      ],
      tables: [],
      checks: [],
      rejects: [
        { source: 'store_sales', reason: 'not_a_number', count: 1 },
        { source: 'store_promotions', reason: 'not_a_flag', count: 1 },
      ],
      seconds: 1,
    },
  }))!;
}
