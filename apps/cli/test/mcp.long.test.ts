import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareProject } from '../src/flow/main-job.ts';
import { openProgress } from '../src/terminal/progress.ts';
import { type InProcess, startInProcess } from './installation-in-process.ts';
import { main, newPlace, tandem } from './running-installation.ts';

const patienceMs = 180_000;
let running: InProcess;
let hosts: Client[];

beforeAll(async () => {
  hosts = [];
  running = await startInProcess();
  const view = openProgress({ write: () => undefined });
  const { signal } = new AbortController();
  const project = await prepareProject({ client: running.client, view, signal });
  await running.publish(project.id);
}, patienceMs);
afterAll(async () => {
  for (const it of hosts) await it.close();
  await running?.end();
}, patienceMs);

type Person = (message: string) => boolean;

/** An assistant's host: it starts `tandem mcp` as it would any server, and asks a person if it can. */
async function host(options: { person?: Person; args?: string[] } = {}): Promise<Client> {
  const { person, args = [] } = options;
  const capabilities = person ? { elicitation: { form: {} } } : {};
  const client = new Client({ name: 'host', version: '1' }, { capabilities, versionNegotiation: { mode: 'auto' } });
  if (person) {
    client.setRequestHandler('elicitation/create', ({ params }) => ({
      action: 'accept' as const,
      content: { approve: person(params.message) },
    }));
  }
  const env = Object.fromEntries(Object.entries(running.place.env).flatMap(([name, it]) => (it ? [[name, it]] : [])));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [main, 'mcp', ...args], env }));
  hosts.push(client);
  return client;
}

const call = async (client: Client, name: string, args: Record<string, unknown> = {}) => {
  const { structuredContent, isError, content } = await client.callTool({ name, arguments: args });
  const given = structuredContent as { outcome?: string; result?: unknown; plan?: unknown } | undefined;
  return { ...given, isError, text: JSON.stringify(content) };
};
const csv = 'store_id,sales_date,promo,school_holiday\n1,2026-01-01,1,0\n';

it('goes from a file to a planned load, a person approving what changes something', {
  timeout: patienceMs,
}, async () => {
  const asked: string[] = [];
  const client = await host({ person: (message) => asked.push(message) > 0 });
  const { tools } = await client.listTools();

  const uploaded = await call(client, 'createUpload', { name: 'promotions.csv', content: csv });
  const upload = uploaded.result as { id: string; source: string };
  const planned = await call(client, 'createLoad', { body: { uploadIds: [upload.id] }, dryRun: true });
  const loads = await call(client, 'listLoads');
  const star = await call(client, 'getStar');

  expect(tools.map((it) => it.name)).not.toContain('createDomain');
  expect(asked).toEqual([expect.stringContaining('uploads?name=promotions.csv')]);
  expect(upload.source).toBe('store_promotions');
  expect(planned).toMatchObject({ outcome: 'dry run', plan: { kind: 'plan', state: expect.stringMatching(/ed$/) } });
  expect(loads.result).toMatchObject({ loads: [{ kind: 'plan' }] });
  expect(star.result).toMatchObject({ name: expect.any(String), dimensions: expect.any(Array) });
});

it('changes nothing where a person says no, or nobody can be asked', { timeout: patienceMs }, async () => {
  const mute = await host();
  const before = await call(mute, 'listUploads');

  const refused = await call(await host({ person: () => false }), 'createUpload', { name: 'a.csv', content: csv });
  const unasked = await call(mute, 'createUpload', { name: 'b.csv', content: csv });

  expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('not approved') });
  expect(unasked).toMatchObject({ isError: true, text: expect.stringContaining('--allow-changes') });
  expect((await call(mute, 'listUploads')).result).toEqual(before.result);
});

it('offers nothing that changes something where it only reads', { timeout: patienceMs }, async () => {
  const { tools } = await (await host({ args: ['--read-only'] })).listTools();

  expect(tools.filter((it) => !it.annotations?.readOnlyHint)).toEqual([]);
  expect(tools.map((it) => it.name)).toContain('createQuery');
});

it('ends with a mend where no server runs', { timeout: patienceMs }, async () => {
  const other = await newPlace();

  const { code, output } = await tandem(other, 'mcp');

  expect(code).toBe(1);
  expect(output).toContain('No server runs on the home');
  other.remove();
});
