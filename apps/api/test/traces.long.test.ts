import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestPostgres } from '@tandem/adapters-local/test-postgres';
import { writeSample } from '@tandem/sample-data';
import { expect, it } from 'vitest';
import { ended, provisioned } from './on-doubles/journey.ts';
import { startProcesses } from './on-doubles/processes.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** What collects traces: OTLP over HTTP, as JSON. */
async function openCollector() {
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    for (const { scopeSpans } of resourceSpans) for (const it of scopeSpans) spans.push(...it.spans);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { spans, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

it('spans a request, its job, the SQL of both and each candidate by one trace, which the logs name too', async () => {
  const collector = await openCollector();
  const postgres = await startTestPostgres();
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-traces-'));
  await writeSample({ stores: 3, days: 120, seed: 3 }, folder);
  const processes = await startProcesses(await postgres.createDatabase(), {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  const { client } = processes;
  let logs: string[] = [];
  try {
    const given = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
    await fetch(`${processes.baseUrl}/api/v1/health`, {
      headers: { traceparent: `00-${given.trace}-${given.span}-01` },
    });
    const params = { projectId: (await provisioned(client)).id };
    const uploadIds: string[] = [];
    for (const name of ['store_sales.csv', 'store_promotions.csv', 'date_dim.csv']) {
      const body = createReadStream(path.join(folder, name));
      uploadIds.push((await client.createUpload({ params, query: { name }, body })).id);
    }
    const load = await client.createLoad({ params, body: { uploadIds } });
    await ended(() => client.getLoad({ params: { ...params, loadId: load.id } }));
    const job = { forecastHorizon: 7, preset: 'fast' as const };
    const run = await client.createTrainingRun({ params, body: { job } });
    await ended(() => client.getTrainingRun({ params: { ...params, trainingRunId: run.id } }));
    logs = ['api.log', 'worker.log'].map((it) => path.join(processes.home, 'logs', it));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    logs = logs.map((it) => readFileSync(it, 'utf8'));

    await processes.stop();

    const carried = collector.spans.find((it) => it.name === 'getHealth' && it.traceId === given.trace);
    expect(carried?.parentSpanId).toBe(given.span);
    const request = collector.spans.find((it) => it.name === 'createTrainingRun')!;
    const ofTrace = collector.spans.filter((it) => it.traceId === request.traceId);
    const names = new Set(ofTrace.map((it) => it.name));
    expect([...names]).toEqual(expect.arrayContaining(['insert training_runs', 'job train', 'update training_runs']));
    expect([...names].filter((it) => it.startsWith('train ')).length).toBeGreaterThan(2);
    expect(names).toContain('train ets');
    const systems = ofTrace.flatMap((it) => it.attributes.filter(({ key }) => key === 'db.system.name'));
    expect(new Set(systems.map((it) => it.value.stringValue))).toEqual(new Set(['postgresql', 'duckdb']));
    const parents = new Set(ofTrace.map((it) => it.spanId));
    expect(ofTrace.filter((it) => it.parentSpanId && !parents.has(it.parentSpanId))).toEqual([]);
    for (const log of logs) expect(log).toContain(request.traceId);
    expect(JSON.stringify(collector.spans)).not.toContain(params.projectId);
  } finally {
    await postgres.stop();
    collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
