import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { newPlace, type Place, type RunningInstallation, startInstallation, tandem } from './running-installation.ts';

/** Seconds that one start may take here; the test's sample is small, but machines that test are slow and busy. */
const patienceMs = 180_000;
const browser = await openBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

describe('the main job', () => {
  let place: Place;
  let running: RunningInstallation;

  beforeAll(async () => {
    place = await newPlace();
    running = await startInstallation(place, '--stores', '12', '--days', '400');
  }, patienceMs);

  afterAll(async () => {
    await running?.stop('SIGTERM');
    place?.remove();
  }, patienceMs);

  const token = () => {
    const file = /cat ([^)]+)\)/.exec(running.curl)?.[1]?.replaceAll("'", '') ?? '';
    return { file, text: readFileSync(file, 'utf8').trim() };
  };

  it('says that it is ready, to a person and to a probe', async () => {
    const health = await fetch(`${running.url}/api/v1/health`);

    expect(await health.json()).toMatchObject({ status: 'ready' });
    expect(running.output()).toMatch(/^accuracy: .+ than seasonal naive/m);
  });

  it('prints a curl line that gets quantiles for a store', () => {
    const answer = JSON.parse(execFileSync('bash', ['-c', running.curl], { encoding: 'utf8' }));

    const { p10, p50, p90 } = answer.forecasts[0].quantiles;
    expect(p50.length).toBeGreaterThan(0);
    for (let h = 0; h < p50.length; h++) {
      expect(p10[h]).toBeLessThanOrEqual(p50[h]);
      expect(p50[h]).toBeLessThanOrEqual(p90[h]);
    }
  });

  it('keeps the token to its owner', () => {
    expect(statSync(token().file).mode & 0o777).toBe(0o600);
  });

  it('answers nobody who is not signed in', async () => {
    const reply = await fetch(`${running.url}/api/v1/projects`);

    expect(reply.status).toBe(401);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });

  it(
    'loads the same files again without a change',
    async () => {
      const data = mkdtempSync(path.join(place.home, 'files-'));
      await tandem(place, 'sample-data', '--stores', '12', '--days', '400', '--seed', '3', '--out', data);

      const first = await tandem(place, 'load', '--data', data);
      const second = await tandem(place, 'load', '--data', data);

      const hashes = (output: string) => output.match(/\b[0-9a-f]{16,}\b/g);
      expect([first.code, second.code]).toEqual([0, 0]);
      expect(hashes(first.output)?.length).toBeGreaterThanOrEqual(4);
      expect(hashes(second.output)).toEqual(hashes(first.output));
    },
    patienceMs,
  );

  it(
    'answers SQL, and says what is wrong with it',
    async () => {
      const asked = await tandem(place, 'sql', 'select count(*) as stores from store_dim', '--format', 'csv');
      const wrong = await tandem(place, 'sql', 'select nope from store_dim');

      expect(asked).toMatchObject({ code: 0, output: 'stores\n12\n' });
      expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('Line 1, column 8') });
    },
    patienceMs,
  );

  describe.skipIf(typeof browser === 'string')('in a browser', () => {
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      page = await (browser as Browser).newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(running.signInLink);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    }, patienceMs);

    afterAll(() => (browser as Browser).close());

    const rail = () => page.getByRole('navigation', { name: 'Projects' });
    const place = async (name: string) => {
      await rail().getByRole('link', { name, exact: true }).click();
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    };
    const accessible = async () => {
      // Evaluated, not added as a tag: the portal's content security policy refuses inline scripts.
      await page.evaluate(axe);
      const violations: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
        'axe.run().then((it) => it.violations)',
      );
      expect(violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html.slice(0, 200)}`))).toEqual([]);
    };

    it('shows all seven steps done after the link was opened', async () => {
      await place('Overview');

      await expect.poll(() => page.getByText('All seven steps are done.').count(), { timeout: 10_000 }).toBe(1);
      await accessible();
    });

    it('shows the tables of the star with rows', async () => {
      await place('Tables');
      await page.getByRole('link', { name: 'store_sales' }).first().click();

      await page
        .getByRole('columnheader', { name: /total_sales/ })
        .first()
        .waitFor();
      await accessible();
    });

    it('leads from a row to its line, from a table to its files, and into the text of the star', async () => {
      await page
        .getByRole('button', { name: /^Where the row .+ comes from$/ })
        .first()
        .click();
      await page
        .getByRole('region', { name: /^Origin of the row/ })
        .getByText(/^store_sales\.csv:\d+$/)
        .waitFor();
      await accessible();

      await place('Lineage');
      await page
        .getByRole('navigation', { name: /picture$/ })
        .getByRole('link', { name: 'sales-forecast' })
        .waitFor();
      await accessible();

      await place('Star');
      await page.getByRole('link', { name: 'Edit as text' }).click();
      await page.getByRole('textbox', { name: 'The star as JSON' }).press('Control+Home');
      await page.keyboard.type('x');
      await page.getByRole('list', { name: 'What does not fit' }).getByRole('button', { name: 'Line 1' }).waitFor();
      await accessible();
    });

    it('shows the leaderboard of the training run', async () => {
      await place('Training');
      await page.getByRole('link', { name: 'sales-forecast' }).first().click();

      await page.getByText('Seasonal naive').first().waitFor();
      await page.getByRole('table', { name: 'What the model relies on' }).waitFor();
      await accessible();
    });

    it('answers a query, and marks the word of one that is wrong', async () => {
      await place('SQL');
      await page.getByRole('button', { name: /^Run/ }).click();
      await page.getByText(/^100 rows in/).waitFor();
      expect(await page.getByRole('table', { name: 'Result' }).getByRole('row').count()).toBeGreaterThan(10);
      await accessible();

      await page.getByRole('textbox', { name: 'SQL statement' }).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.insertText('select citty\nfrom store_dim');
      await page.keyboard.press('ControlOrMeta+Enter');
      await page
        .getByRole('alert')
        .getByText(/Perhaps you mean city/)
        .waitFor();
      expect(await page.locator('.cm-lintRange-error').textContent()).toBe('citty');
      // The browser itself tells of the refusal.
      expect(complaints.splice(0)).toEqual([expect.stringContaining('400')]);
    });

    it('draws the forecast of a store and gives it as a table', async () => {
      await place('Forecasts');
      await page.getByRole('main').getByRole('link').first().click();

      await page.locator('figure svg').first().waitFor();
      await page.getByRole('figure', { name: /^Parts of the forecast/ }).waitFor();
      await accessible();
    });

    it('invites somebody, who chooses a password and finds what a viewer may', async () => {
      await place('People');
      await page.getByLabel('Sign-in name').fill('ada@example.com');
      await page.getByRole('button', { name: 'Invite' }).click();
      const invitation = page.getByRole('region', { name: /^A link for ada@example.com/ });
      const link = await invitation.locator('code').textContent();
      await accessible();

      await place('Members');
      await page.getByLabel('User or group').first().click();
      await page.getByRole('option', { name: 'ada@example.com' }).click();
      await page.getByLabel('Persona', { exact: true }).first().click();
      await page.getByRole('option', { name: 'Analyst' }).click();
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('row', { name: /^User ada@example.com/ }).waitFor();
      await accessible();

      await page.getByRole('button', { name: /^Signed in as/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('form', { name: 'Sign in' }).waitFor();
      await accessible();
      await page.goto(link ?? '');
      await page.getByLabel('New password', { exact: true }).fill('correct horse battery');
      await page.getByLabel('New password, once more').fill('correct horse battery');
      await page.getByRole('button', { name: 'Set the password' }).click();

      await page.getByRole('heading', { name: 'Forecasts', level: 1 }).waitFor();
      await place('Members');
      expect(await page.getByRole('button', { name: 'Add', exact: true }).count()).toBe(0);
      expect(await rail().getByRole('link', { name: 'People' }).count()).toBe(0);
    });

    it('speaks Korean and goes dark without a reload', async () => {
      await page.getByRole('button', { name: 'Language' }).click();
      await page.getByRole('menuitem', { name: '한국어' }).click();
      await page.getByRole('link', { name: '학습', exact: true }).waitFor();
      await page.getByRole('button', { name: '테마' }).click();
      await page.getByRole('menuitem', { name: '어둡게' }).click();

      const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      await expect.poll(background).toBe('rgb(15, 18, 20)');
    });

    it('never complained on the way', () => {
      expect(complaints).toEqual([]);
    });
  });

  it(
    'finds everything there at the second start, and stops at Ctrl-C without a trace',
    async () => {
      const code = await running.stop('SIGINT');
      const again = await startInstallation(place);
      running = again;

      expect(code).toBe(0);
      expect(again.secondsToReady).toBeLessThan(20);
      expect(await again.stop('SIGINT')).toBe(0);
      expect(processesOf(place.home)).toEqual([]);
      const tag = createHash('sha256').update(place.home).digest('hex').slice(0, 12);
      expect(readdirSync(tmpdir()).filter((it) => it.includes(tag))).toEqual([]);
    },
    patienceMs,
  );
});

/** Command lines of the processes that name a home, from /proc. */
function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((it) => /^\d+$/.test(it) && Number(it) !== process.pid)
    .flatMap((pid) => {
      try {
        const [command, environment] = ['cmdline', 'environ'].map((it) => readFileSync(`/proc/${pid}/${it}`, 'utf8'));
        return `${command}${environment}`.includes(home) ? [`${pid} ${command?.replaceAll('\0', ' ')}`] : [];
      } catch {
        return [];
      }
    });
}
