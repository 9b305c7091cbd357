import { retailSales } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { calendar, openStar, sales } from '../../test/star-fixture.ts';
import { type LoadStep, loadStar } from '../index.ts';

it('leaves only large files for the warehouse to read again and again, and brings the rows of all', async () => {
  const star = await openStar();
  try {
    await star.load({ c: calendar('2024-01-01', 31) });
    const stores = Array.from({ length: 2500 }, (_, k) => k + 1);
    const large = sales(
      ...stores.flatMap((store) => Array.from({ length: 20 }, (_, k) => `${store} 2024-01-${10 + k} 1`)),
    );
    const bodies = [sales('1 2024-01-01 1'), large, sales('1 2024-01-02 2', '2 2024-01-02 3')];
    for (const [k, body] of bodies.entries()) await star.objects.put(`f${k}`, Buffer.from(body));
    const files = bodies.map((_, k) => ({ name: `f${k}`, key: `f${k}`, source: 'store_sales' }));
    let staged: ReturnType<typeof star.objects.list> | undefined;
    const onStep = (step: LoadStep) => {
      if (step === 'check') staged = star.objects.list('p/staging/');
    };

    const { report } = await loadStar(
      { star: retailSales, loadId: 'lod_x', files, maxRejectShare: 0, keyPrefix: 'p' },
      { objects: star.objects, warehouse: star.warehouse, onStep },
    );

    expect((await staged)?.map((it) => it.key)).toEqual(['p/staging/lod_x/1.parquet']);
    expect(report.files.map((it) => it.loaded)).toEqual([1, 50_000, 2]);
    expect((await star.rows('store_sales')).length).toBe(50_003);
  } finally {
    await star.close();
  }
});
