import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filledTables } from '@tandem/adapters-local/test-postgres';
import { startEmbeddedPostgres } from '@tandem/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, newPlace, type Place, run } from './running-installation.ts';

/** About fifty verbs, each a process; machines that test are slow and busy. */
const patienceMs = 1_200_000;
const script = fileURLToPath(new URL('../../../docs/administrator.sh', import.meta.url));

describe('the steps of an administrator, as docs/administrator.sh has them,', () => {
  let place: Place;
  let output: string;

  beforeAll(async () => {
    place = await newPlace();
    const ended = await run({ ...place.env, TANDEM: `${process.execPath} ${main}` }, 'sh', script);
    expect(ended).toMatchObject({ code: 0 });
    output = ended.output;
  }, patienceMs);
  afterAll(() => place?.remove());

  const part = (title: string) =>
    output.split(/^# (?=Step |Clean-up )/m).find((it) => it.startsWith(`${title}:`)) ?? '';
  const rowsOf = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((it) => it.split(/ {2,}/));

  it('are nineteen and four', () => {
    const titles = output.match(/^# (?:Step|Clean-up) \d+/gm)!;

    expect(titles).toEqual([
      ...Array.from({ length: 19 }, (_, n) => `# Step ${n + 1}`),
      ...Array.from({ length: 4 }, (_, n) => `# Clean-up ${n + 1}`),
    ]);
  });

  it('make a domain with people in it, by names alone', () => {
    expect(part('Step 6')).toMatch(/^region +eu-central-1$/m);
    expect(part('Step 8')).toMatch(/^usr_\w+ +user +administrator +domain-owner/m);
    expect(part('Step 9').match(/^usr_\w+ +\w+@example\.com .* invited /gm)).toHaveLength(3);
    expect(part('Step 17')).toMatch(/^grp_\w+ +group +analysts +viewer +analyst /m);
    expect(part('Step 19').match(/^\w+@example\.com: http:\S+\/sign-in#\S+$/gm)).toHaveLength(3);
    expect(part('Step 19')).toMatch(/^rule +a viewer by the group analysts may not operate the project$/m);
  });

  it('make a project of the second version of its profile, which refuses a name and then works', () => {
    expect(part('Step 12')).toMatch(/^version +2$/m);
    expect(part('Step 14')).toMatch(/catalog-name must be .*, not "Sales"/);
    expect(part('Step 16')).toMatch(/^state +active$/m);
    expect(part('Step 16').match(/ succeeded /g)).toHaveLength(3);
    expect(part('Step 18')).toMatch(/^sales\n[1-9]\d*$/m);
  });

  it('find everything of the project, and leave nothing of it anywhere', () => {
    const [, found = '', left = ''] = /^found\n(.+?)\n\nleft\n(.+)$/ms.exec(
      part('Clean-up 2').split('\nprojects ')[0]!,
    )!;
    const counts = (text: string) =>
      Object.fromEntries(
        rowsOf(text)
          .slice(1)
          .map(([at, name, count]) => [`${at} ${name}`, Number(count?.replaceAll(',', ''))]),
      );

    expect(counts(found)).toMatchObject({ 'objects uploads': 3, 'records loads': 1, 'warehouse database files': 2 });
    expect(Object.keys(counts(left))).toEqual(Object.keys(counts(found)));
    expect(Object.values(counts(left)).every((it) => it === 0)).toBe(true);
    expect(part('Clean-up 4')).toContain('files of projects: 0');
  });

  it(
    'leave in the database what it had when the home was new, and the record of what was done',
    async () => {
      const files = { dataDir: path.join(place.home, 'postgres'), log: path.join(place.home, 'logs/test.log') };
      const postgres = await startEmbeddedPostgres(files);
      const tables = await filledTables(postgres.url).finally(() => postgres.stop());

      expect(tables).toMatchObject({ 'tandem.users': 1 });
      expect(tables['tandem.audit_events']).toBeGreaterThan(20);
      // The one job is that of the deletion itself; a database keeps its parts of a table as tables too.
      expect(tables['tandem_queue.job']).toBe(1);
      const kept =
        /^tandem(?:\.(?:migration|audit_|(?:users|sessions|sign_in_links|tokens|teardowns|kept_replies)$)|_queue\.(?:job(?:_common)?|queue|version|instance)$)/;
      expect(Object.keys(tables).filter((it) => !kept.test(it))).toEqual([]);
      for (const it of ['objects', 'warehouses', 'queries'])
        expect(
          readdirSync(path.join(place.home, it), { recursive: true, withFileTypes: true }).filter((file) =>
            file.isFile(),
          ),
        ).toEqual([]);
    },
    patienceMs,
  );
});
