import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@tandem/client';
import type { JobError, JobState, LoadReport, NewLoad, Project } from '@tandem/data-model/contract';

/** Rows of each table in key order, by what a load has published. */
const allRows = {
  store_dim: 'select * from retail_sales.store_dim order by 1',
  date_dim: 'select * from retail_sales.date_dim order by 1',
  store_sales: 'select * from retail_sales.store_sales order by 1, 2',
  store_promotions: 'select * from retail_sales.store_promotions order by 1, 2',
};

/**
 * The data engineer's way over the API: provision, upload, plan, load, the same again, a change, compare, revert, and a
 * training that reads its frame, and a forecast of every item. Gives everything that must not depend on the warehouse.
 *
 * @param folder of a sample with faults
 * @param changed a folder of its own for the file that changes
 */
export async function journey(client: Client, folder: string, changed: string) {
  const project = await provisioned(client);
  const params = { projectId: project.id };
  const upload = (file: string) =>
    client.createUpload({ params, query: { name: path.basename(file) }, body: createReadStream(file) });
  const load = async (body: NewLoad) => {
    const { id } = await client.createLoad({ params, body });
    return ended(() => client.getLoad({ params: { ...params, loadId: id } }));
  };
  const rows = async () => {
    const found: Record<string, unknown> = {};
    for (const [name, sql] of Object.entries(allRows)) {
      found[name] = (await client.createQuery({ params, body: { sql } })).rows;
    }
    return found;
  };
  const files = ['store_sales.csv', 'store_promotions.csv', 'date_dim.csv'].map((it) => path.join(folder, it));
  const uploadIds: string[] = [];
  for (const it of files) uploadIds.push((await upload(it)).id);

  const plan = await load({ uploadIds, maxRejectShare: 0.2, plan: true });
  const first = await load({ uploadIds, maxRejectShare: 0.2 });
  const { rejects } = await client.listRejects({ params: { ...params, loadId: first.id }, query: { limit: 200 } });
  const afterFirst = await rows();
  const again = await load({ uploadIds, maxRejectShare: 0.2 });

  const [header, one = ''] = (await readFile(files[0]!, 'utf8')).split('\n');
  const fields = one.split(',');
  await writeFile(
    path.join(changed, 'store_sales.csv'),
    `${header}\n${[...fields.slice(0, -1), '4321.05'].join(',')}\n`,
  );
  const change = await load({ uploadIds: [(await upload(path.join(changed, 'store_sales.csv'))).id] });
  const between = { ...params, loadId: first.id, otherLoadId: change.id };
  const { tables: differences } = await client.compareLoads({ params: between });
  const key = differences
    .find((it) => it.rows.length > 0)!
    .rows[0]!.after!.slice(0, 2)
    .join();
  const origin = await client.getRowOrigin({ params: { ...params, table: 'store_sales' }, query: { key } });

  const reverting = await client.revertLoad({ params: { ...params, loadId: first.id } });
  const reverted = await ended(() => client.getLoad({ params: { ...params, loadId: reverting.id } }));
  const afterRevert = await rows();
  const page = await client.listTableRows({ params: { ...params, table: 'store_sales' }, query: { limit: 100 } });

  const completionCriteria = { maxAutoMLJobRuntimeInSeconds: 10 };
  const job = { forecastHorizon: 7, preset: 'fast' as const, completionCriteria };
  const run = await client.createTrainingRun({ params, body: { job } });
  const trained = await ended(() => client.getTrainingRun({ params: { ...params, trainingRunId: run.id } }));

  const model = await client.createModel({ params, body: { name: 'sales', trainingRunId: run.id } });
  const batch = await client.createBatchForecast({ params, body: { modelId: model.id, horizon: 7 } });
  const forecast = await ended(() => client.getBatchForecast({ params: { ...params, batchForecastId: batch.id } }));

  return {
    projectId: project.id,
    runId: run.id,
    loads: { plan, first, again, change, reverted },
    same: {
      reports: [plan, first, again, change, reverted].map((it) => withoutIds(it.report!)),
      rejects: rejects.map(({ line, column, value, reason, mend }) => ({ line, column, value, reason, mend })),
      rows: { afterFirst, afterRevert },
      differences,
      origin: { row: origin.row, line: origin.written?.line, file: origin.written?.file },
      page: page.rows,
      items: trained.report?.items,
      forecast: [forecast.items, forecast.rows, forecast.cutoff],
    },
  };
}

/** A project of all blueprints, when it is ready. */
export async function provisioned(client: Client): Promise<Project> {
  const domain = await client.createDomain({ body: { name: 'tandem', region: 'eu-west-1' } });
  const blueprints = (['Tooling', 'RedshiftServerless', 'MLExperiments'] as const).map((blueprint) => ({
    blueprint,
    parameters: {},
  }));
  const profile = await client.createProjectProfile({
    params: { domainId: domain.id },
    body: { name: 'all', blueprints },
  });
  const body = { domainId: domain.id, profileId: profile.id, name: 'sales', catalogName: 'sales' };
  let project = await client.createProject({ body });
  while (project.state === 'provisioning') {
    await delay(50);
    project = await client.getProject({ params: { projectId: project.id } });
  }
  if (project.state !== 'active') throw new Error(`provisioning: ${project.error?.detail}`);
  return project;
}

/** A job when it has succeeded; throws where it ended otherwise. */
export async function ended<T extends { state: JobState; error: JobError | null }>(look: () => Promise<T>): Promise<T> {
  for (;;) {
    const it = await look();
    if (it.state === 'succeeded') return it;
    if (it.state !== 'queued' && it.state !== 'running') throw new Error(`${it.state}: ${it.error?.detail}`);
    await delay(50);
  }
}

/** What a report says but times, ids and hashes, which each warehouse makes by itself. */
function withoutIds({ counts, files, tables, checks, rejects }: LoadReport) {
  return {
    counts,
    files: files.map(({ uploadId: _, ...it }) => it),
    tables: tables.map(({ contentHash: _, snapshotKey, ...it }) => ({ ...it, published: snapshotKey !== null })),
    checks,
    rejects,
  };
}
