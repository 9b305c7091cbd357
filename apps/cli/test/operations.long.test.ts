import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@tandem/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, newPlace, type Place, type RunningInstallation, startInstallation } from './running-installation.ts';

/** Each verb is a process, and machines that test are slow and busy. */
const patienceMs = 600_000;

let place: Place;
let running: RunningInstallation;
let config: string;

beforeAll(async () => {
  place = await newPlace();
  config = path.join(place.home, '..', `${path.basename(place.home)}-config`);
  mkdirSync(config);
  running = await startInstallation(place, '--stores', '4', '--days', '120');
}, patienceMs);
afterAll(async () => {
  await running?.stop('SIGTERM');
  place?.remove();
  if (config) rmSync(config, { recursive: true });
}, patienceMs);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a verb with what standard input gives it. */
function tandem(args: readonly string[], { input = '', env = {} as NodeJS.ProcessEnv } = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { env: { ...place.env, XDG_CONFIG_HOME: config, ...env } });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (it: string) => {
    out += it;
  });
  child.stderr.setEncoding('utf8').on('data', (it: string) => {
    err += it;
  });
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

const json = async (...args: string[]) => {
  const { code, out, err } = await tandem([...args, '--json']);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out);
};
/** A client with the session that the home's verbs use, and the project of the first flow. */
async function homeClient() {
  const cookie = readFileSync(path.join(place.home, 'session'), 'utf8').trim();
  const client = createClient({ baseUrl: running.url, cookie });
  const { projects } = await client.listProjects();
  const params = { projectId: projects.find((it) => it.name === 'SalesForecastingProject')!.id };
  return { client, params, projects };
}
const token = () => readFileSync(path.join(place.home, 'token'), 'utf8').trim();

describe('verbs of the contract', () => {
  it(
    'reach the whole domain of the server that runs on the home, and take names for ids',
    async () => {
      const { domains } = await json('domains', 'list');
      expect(domains).toMatchObject([{ name: 'tandem' }]);
      const blueprints = '[{"blueprint":"Tooling","parameters":{}}]';
      const made = await json('profiles', 'create', 'tandem', '--name', 'small', '--blueprints', blueprints);
      expect(made).toMatchObject({ name: 'small', domainId: domains[0].id });
      const project = await json(
        ...['projects', 'create', '--wait', '--domain-id', 'tandem', '--profile-id', 'small'],
        ...['--name', 'Other', '--catalog-name', 'other'],
      );
      expect(project).toMatchObject({ state: 'active', profileId: made.id });
      expect(await json('projects', 'show', 'Other')).toEqual(project);
      expect(await json('loads', 'list', '--project', 'Other')).toEqual({ loads: [], next: null });
      expect((await json('loads', 'list')).loads).toHaveLength(1);
    },
    patienceMs,
  );

  it(
    'say what they would send, and send nothing',
    async () => {
      const { code, out } = await tandem([
        'training',
        'start',
        '--name',
        'again',
        '--job',
        '{"forecastHorizon":7}',
        '--dry-run',
      ]);
      expect(code).toBe(0);
      expect(out).toMatch(/^POST \/api\/v1\/projects\/prj_\w+\/training-runs\n\{/);
      expect(JSON.parse(out.slice(out.indexOf('{')))).toEqual({ name: 'again', job: { forecastHorizon: 7 } });
      expect((await json('training', 'list')).trainingRuns).toHaveLength(1);
      const wrong = await tandem(['training', 'start', '--job', '{"forecastHorizon":0}', '--dry-run']);
      expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--job.forecastHorizon must be') });
    },
    patienceMs,
  );

  it(
    'print events line by line, CSV where it is wanted, and tables for people',
    async () => {
      const [run] = (await json('training', 'list')).trainingRuns;
      const events = await tandem(['training', 'watch', run.id, '--json']);
      const last = JSON.parse(events.out.trim().split('\n').at(-1)!);
      expect(last).toMatchObject({ id: run.id, state: 'succeeded' });
      const [forecast] = (await json('batch-forecasts', 'list')).batchForecasts;
      const file = path.join(config, 'forecast.csv');
      const saved = await tandem(['batch-forecasts', 'download', forecast.id, '--out', file]);
      const printed = await tandem(['batch-forecasts', 'download', forecast.id]);
      expect([saved.code, printed.code]).toEqual([0, 0]);
      expect(readFileSync(file, 'utf8')).toBe(printed.out);
      expect(printed.out).toMatch(/^item_id,timestamp,mean,/);
      const models = await tandem(['models', 'list']);
      expect(models.out).toMatch(/^id +project-id +name/);
      const predicted = await tandem(['endpoints', 'predict', 'sales-forecast', '--from', '-'], {
        input: '{"items":[{"itemId":"1"}],"horizon":2}',
      });
      expect(predicted).toMatchObject({ code: 0, out: expect.stringMatching(/^item 1 +mean.* p50 /) });
      expect(await tandem(['sql', ' '])).toMatchObject({ code: 1, err: expect.stringContaining('The SQL is empty.') });
    },
    patienceMs,
  );
});

describe('login', () => {
  // Without a home of its own, so that only the profile can be what a verb uses.
  const env = () => ({ TANDEM_HOME: '', TANDEM_PORT: '1' });

  it(
    'keeps a token for its owner alone, and verbs use it until logout',
    async () => {
      const file = path.join(config, 'tandem', 'profiles.json');
      const refused = await tandem(['login', '--url', running.url], { input: `tnd_${'0'.repeat(43)}`, env: env() });
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('token') });
      const given = await tandem(['login', '--url', running.url], { input: `${token()}\n`, env: env() });
      expect(given).toMatchObject({ code: 0, out: expect.stringContaining('The profile default is in') });
      expect(given.out + given.err).not.toContain(token());
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect((await tandem(['whoami'], { env: env() })).out).toMatch(
        /by a token that reaches prj_.*\nat http:.*, by the profile default/,
      );
      const loads = await tandem(['loads', 'list', '--json'], { env: env() });
      expect(JSON.parse(loads.out).loads).toHaveLength(1);
      const forbidden = await tandem(['domains', 'create', '--name', 'X', '--region', 'eu-west-1'], {
        env: env(),
      });
      expect(forbidden).toMatchObject({ code: 1, err: expect.stringContaining('Not allowed') });
      expect((await tandem(['logout'], { env: env() })).code).toBe(0);
      expect(readdirSync(path.join(config, 'tandem'))).toEqual([]);
    },
    patienceMs,
  );

  it(
    'takes a sign-in link too, whose session logout ends',
    async () => {
      const given = await tandem(['login', '--profile', 'work'], { input: running.signInLink, env: env() });
      expect(given.code).toBe(0);
      const domains = await tandem(['domains', 'list', '--profile', 'work', '--json'], { env: env() });
      expect(JSON.parse(domains.out).domains).toHaveLength(1);
      const { cookie } = JSON.parse(readFileSync(path.join(config, 'tandem', 'profiles.json'), 'utf8')).profiles.work;
      expect((await tandem(['logout', '--profile', 'work'], { env: env() })).code).toBe(0);
      await expect(createClient({ baseUrl: running.url, cookie }).getMe()).rejects.toMatchObject({ status: 401 });
    },
    patienceMs,
  );

  it(
    'is not needed where the environment says all, and sends no token in the clear',
    async () => {
      const overview = await tandem(['overview'], {
        env: { ...env(), TANDEM_URL: running.url, TANDEM_TOKEN: token() },
      });
      expect(overview).toMatchObject({ code: 0, out: expect.stringContaining('SalesForecastingProject') });
      const clear = await tandem(['login', '--url', 'http://tandem.example.com'], { input: token(), env: env() });
      expect(clear).toMatchObject({ code: 1, err: expect.stringContaining('everybody on the way could read') });
    },
    patienceMs,
  );
});

describe('logs', () => {
  const secret = 'tnd_c4n4ry-0123456789abcdefghijklmnopqrstuvwxyz';
  const value = 'kanarienvogel';

  it(
    'hold no secret that was sent, and no value of a row or a query',
    async () => {
      const at = { TANDEM_URL: running.url };
      const live = token();
      for (const it of [secret, live]) await tandem(['overview'], { env: { ...at, TANDEM_TOKEN: it } });
      for (const input of [`${running.url}/sign-in#${secret}`, running.signInLink]) await tandem(['login'], { input });
      const data = path.join(config, 'faulty');
      mkdirSync(data);
      const { client, params } = await homeClient();
      const { sources } = await client.getStar({ params });
      const columns: string[] = sources[0]!.columns.map((it) => it.name);
      const header = columns.join(',');
      const record = (sales: string) =>
        `${columns.map((it) => (it === 'store_id' ? '1' : it.endsWith('date') ? value : it === 'total_sales' ? sales : `${value}-${it}`)).join(',')}\n`;
      writeFileSync(path.join(data, 'sales.csv'), `${header}\n${record(`${value}1`)}${record('1.00')}`);
      const load = await tandem(['load', '--data', data, '--max-reject-share', '1']);
      const failed = await tandem(['load', '--data', data, '--max-reject-share', '0']);
      expect([load.code, failed.code]).toEqual([0, 1]);
      expect(failed.err).toContain('rejected');
      const sqls = [
        `select cast('${value}' as integer)`,
        `select '${value}' from nowhere`,
        `selec '${value}'`,
        `select error('${value}')`,
        `select * from store_dim where store_name = '${value}'`,
      ];
      const refused = () => undefined;
      for (const sql of sqls) await client.createQuery({ params, body: { sql } }).catch(refused);
      const query = { key: `${value},2024-01-02` };
      await client.getRowOrigin({ params: { ...params, table: 'store_sales' }, query }).catch(refused);
      const ask = { params: { ...params, endpoint: 'sales-forecast' }, body: { items: [{ itemId: value }] } };
      await client.createPrediction(ask).catch(refused);

      const logs = path.join(place.home, 'logs');
      // Lines of replies are written a moment later, together.
      await expect.poll(() => readFileSync(path.join(logs, 'api.log'), 'utf8')).toContain('/queries');
      const texts = readdirSync(logs).map((it) => [it, readFileSync(path.join(logs, it), 'utf8')] as const);
      const linkSecret = running.signInLink.split('#')[1]!;
      const session = readFileSync(path.join(place.home, 'session'), 'utf8').trim();
      const [, cookie = ''] = session.split('=');
      expect(cookie.length).toBeGreaterThan(20);
      const password = readFileSync(path.join(place.home, 'postgres/password'), 'utf8').trim();
      for (const canary of [secret, value, live, linkSecret, cookie, password]) {
        expect(texts.filter(([, text]) => text.includes(canary)).map(([name]) => name)).toEqual([]);
      }
    },
    patienceMs,
  );
});

describe('backup', () => {
  it(
    'makes an empty home give the same answers, and refuses what is not whole',
    async () => {
      const archive = path.join(config, 'home.tandem');
      const open = await tandem(['backup', archive]);
      expect(open).toMatchObject({ code: 1, err: expect.stringContaining('while nothing runs on it') });

      const answers = async () => {
        const { client, params, projects } = await homeClient();
        const sql = 'select * from store_sales order by all limit 5000';
        const body = { items: [{ itemId: '1' }], horizon: 7 };
        return {
          projects,
          tables: await client.listTables({ params }),
          loads: await client.listLoads({ params }),
          runs: await client.listTrainingRuns({ params }),
          models: await client.listModels({ params }),
          uploads: await client.listUploads({ params }),
          rows: (await client.createQuery({ params, body: { sql } })).rows,
          forecast: await client.createPrediction({ params: { ...params, endpoint: 'sales-forecast' }, body }),
        };
      };
      const before = await answers();
      expect(before.rows.length).toBeGreaterThan(300);
      await running.stop('SIGTERM');

      expect((await tandem(['backup', path.join(place.home, 'in.tandem')])).err).toContain('lies in the home');
      const saved = await tandem(['backup', archive]);
      expect(saved).toMatchObject({ code: 0, err: expect.stringMatching(/✓ backup .* files, .* MB/) });
      expect(statSync(archive).mode & 0o777).toBe(0o600);
      expect(await tandem(['restore', archive])).toMatchObject({
        code: 1,
        err: expect.stringContaining('is not empty'),
      });

      const other = await newPlace();
      const env = { TANDEM_HOME: other.home };
      const cut = path.join(config, 'cut.tandem');
      writeFileSync(cut, readFileSync(archive));
      truncateSync(cut, statSync(archive).size - 2000);
      const bytes = readFileSync(archive);
      bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 0x10;
      const bent = path.join(config, 'bent.tandem');
      writeFileSync(bent, bytes);
      for (const it of [cut, bent]) {
        expect(await tandem(['restore', it], { env })).toMatchObject({
          code: 1,
          err: expect.stringContaining('is no whole backup'),
        });
      }
      expect(readdirSync(other.home)).toEqual([]);

      const restored = await tandem(['restore', archive], { env });
      expect(restored).toMatchObject({ code: 0, err: expect.stringMatching(/✓ restore .* files as of/) });
      place.remove();
      place = { ...other, env: { ...other.env } };
      for (const it of ['postgres/password', 'first-flow.json']) {
        expect(statSync(path.join(other.home, it)).mode & 0o077).toBe(0);
      }
      running = await startInstallation(place);
      expect(await answers()).toEqual(before);
    },
    patienceMs,
  );
});

describe('a start', () => {
  it(
    'trains again at a start that cannot read the model which the first flow made',
    async () => {
      await running.stop('SIGTERM');
      const objects = path.join(place.home, 'objects');
      const models = readdirSync(objects, { recursive: true, encoding: 'utf8' }).filter((it) =>
        it.endsWith('model.bin'),
      );
      for (const it of models) writeFileSync(path.join(objects, it), 'of another version');

      running = await startInstallation(place);
      const answer = JSON.parse(execFileSync('bash', ['-c', running.curl], { encoding: 'utf8' }));

      expect(models.length).toBeGreaterThan(0);
      expect(running.output()).toMatch(/The model cannot be read: .* It is trained again\./);
      expect(answer.forecasts[0].quantiles.p50.length).toBeGreaterThan(0);
    },
    patienceMs,
  );
});
