import { operations, type Project } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedLoad } from './refused-load.ts';
import { startApp, succeededLoad, type TestApp } from './start-app.ts';

let api: TestApp;
let project: Project;
let token: string;
beforeAll(async () => {
  api = await startApp();
  project = await api.project();
  token = await api.token(project.id);
}, 60_000);
afterAll(() => api.stop());

const download = (loadId: string, query = {}) =>
  api.call(operations.downloadRejectedRecords, { token, params: { projectId: project.id, loadId }, query });

describe('the records that a load refused', () => {
  it('are downloaded by source, to be corrected and loaded again', async () => {
    const { id } = await refusedLoad(api, project.id);

    const reply = await download(id, { source: 'store_sales' });

    expect(reply.headers['content-disposition']).toBe(`attachment; filename="${id}-store_sales.csv"`);
    expect(reply.body.split('\r\n')).toEqual([
      expect.stringMatching(/^\ufeffstore_id,.*,total_sales,reject_line,/),
      '1,Kiel,Main St,Kiel,SH,Germany,2026-01-01,"1,00",3,s.csv,total_sales,not_a_number,Write a point.,',
      '',
    ]);
  });

  it('are asked for by a source of the load, where it refused records of several', async () => {
    const { id } = await refusedLoad(api, project.id);

    for (const query of [{}, { source: 'date_dim' }]) {
      const reply = await download(id, query);
      expect(reply.json()).toMatchObject({
        status: 400,
        detail: expect.stringMatching(/^The load has records of store_sales, store_promotions/),
        mend: 'Say which are meant, e.g. source=store_sales.',
      });
    }
  });

  it('are none of a load that read no file, such as a revert', async () => {
    const { id } = await succeededLoad(api, project.id);

    expect((await download(id)).json()).toMatchObject({
      status: 409,
      detail: `Load ${id} read no file, so it refused nothing.`,
    });
  });

  it('are not known of a load without a report', async () => {
    const { id } = await succeededLoad(api, project.id);
    await api.control.loads.update(id, { report: null });

    expect((await download(id)).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('has no report'),
    });
  });
});
