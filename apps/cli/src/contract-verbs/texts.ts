import { NotFound, type Star } from '@tandem/data-model';
import { type ItemForecast, type Operations, queryLimits } from '@tandem/data-model/contract';
import type { z } from 'zod';
import { comparisonTable, loadsTable, loadTable, originLine, rejectLines } from '../flow/load-table.ts';
import { lineageText } from '../lineage.ts';
import { overviewText } from '../overview.ts';
import { setStarText, starText } from '../star.ts';
import { tablesText } from '../tables.ts';
import { aligned } from '../terminal/aligned.ts';
import { auditText } from '../terminal/audit-text.ts';
import { computeText, warehouseLine } from '../terminal/compute-text.ts';
import { count, counted } from '../terminal/numbers.ts';
import { type QueryFormat, queryOutput } from '../terminal/query-output.ts';
import { shownText } from '../terminal/shown-text.ts';
import { teardownPlanText } from '../terminal/teardown-plan-text.ts';
import { uploadsTable } from '../uploads.ts';
import type { Shown } from './text-of-reply.ts';

type Texts = {
  readonly [K in keyof Operations]?: (reply: z.output<Operations[K]['response']>, shown: Shown) => string;
};

const own: Texts = {
  getHealth: ({ status }) => `${status}\n`,
  listAuditEvents: auditText,
  listDomainAuditEvents: auditText,
  getTeardownPlan: teardownPlanText,
  getOverview: overviewText,
  listUploads: ({ uploads }, { width }) => uploadsTable(uploads, width),
  createUpload: (upload) => uploadsTable([upload]),
  listLoads: ({ loads, next }, { width }) =>
    `${loadsTable(loads, width)}${next ? `There are older ones: tandem loads list --before ${next}\n` : ''}`,
  getLoad: loadText,
  createLoad: loadText,
  revertLoad: ({ report, ...it }) => (report ? loadTable(report) : loadText({ report, ...it })),
  listRejects: ({ rejects, total }, { call }) =>
    rejectLines(rejects, { offset: Number(call.query.offset ?? 0), total }) +
    (total >= mostRejects
      ? `Of more, these are the first; tandem rejects --load ${call.params.loadId} --out DIR saves all.\n`
      : ''),
  compareLoads: ({ tables }) => comparisonTable(tables),
  getRowOrigin: originLine,
  listTables: ({ tables }) => tablesText(tables),
  listTableRows: ({ columns, rows, total }, { options }) => {
    console.error(`${counted(rows.length, 'row')} of ${count(total)}`);
    return queryOutput({ columns, rows }, options.format as QueryFormat);
  },
  createQuery: (reply, { options: { format } }) => {
    const rows = counted(reply.rows.length, 'row');
    if (reply.truncated) console.error(`Only the first ${rows}: a query returns at most ${mostOfQuery}.`);
    else if (format === 'table')
      console.error(
        `${rows} in ${Math.ceil(reply.elapsedMs)} ms, ${reply.loadId ? `as ${reply.loadId} left them` : 'of what others share'}`,
      );
    return queryOutput(reply, format as QueryFormat);
  },
  getLineage: ({ tables }, { extra }) => {
    const chosen = tables.filter((it) => extra === undefined || it.name === extra);
    if (extra !== undefined && chosen.length === 0) throw new NotFound('table', extra);
    return `${chosen.map(lineageText).join('\n\n')}\n`;
  },
  getStar: (star) => starText(star as Star),
  setStar: (star) => setStarText(star as Star),
  createPrediction: ({ forecasts }) => `${forecasts.map(forecastText).join('\n\n')}\n`,
  getForecastChart: ({ forecast, item, unit }) => `${shownText(item.title)}, in ${unit}\n${forecastText(forecast)}\n`,
  getCompute: computeText,
  startWarehouse: (state) => `${warehouseLine(state)}\n`,
  stopWarehouse: (state) => `${warehouseLine(state)}\n`,
};

/** A line for each step: its mean and quantiles. */
function forecastText({ itemId, timestamps, mean, quantiles, note }: ItemForecast): string {
  const names = Object.keys(quantiles);
  const figure = (value: number | undefined) => (value ?? Number.NaN).toFixed(2);
  const rows = timestamps.map((it, h) => [it, figure(mean[h]), ...names.map((name) => figure(quantiles[name]?.[h]))]);
  const table = aligned([[`item ${itemId}`, 'mean', ...names], ...rows], 1);
  return note === null ? table : `${table}\n${shownText(note)}`;
}

const mostOfQuery = `${count(queryLimits.rows)} rows, ${count(queryLimits.cells)} cells and ${queryLimits.bytes / 1e6} MB`;

/** Loads keep as many rejects for `loads rejects`. */
const mostRejects = 100_000;

function loadText(load: z.output<Operations['getLoad']['response']>): string {
  const { report, error, kind } = load;
  const row = loadsTable([{ ...load, counts: report?.counts ?? null, seconds: report?.seconds ?? null }]);
  const why = error ? `\n${shownText(error.detail)}\n${shownText(error.mend)}\n` : '';
  return `${row}${why}${report ? `\n${loadTable(report, { isPlan: kind === 'plan' })}` : ''}`;
}

/** Texts of replies that are more than tables of their fields, by operation id. */
export const texts: Readonly<Record<string, ((shown: Shown) => string) | undefined>> = Object.fromEntries(
  Object.entries(own).map(([id, text]) => [
    id,
    (shown: Shown) => (text as (reply: unknown, shown: Shown) => string)(shown.reply, shown),
  ]),
);
