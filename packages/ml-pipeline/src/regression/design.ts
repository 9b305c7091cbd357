import type { PeriodAxis } from '@tandem/data-model';
import { monthShare, yearShare } from '../frame/calendar.ts';
import type { CodedCovariate, CovariateCode } from '../frame/covariate-codes.ts';
import { positionOf } from '../frame/zero-gate.ts';

/** Which effects a regression has. */
export interface RegressionForm {
  /** Pairs of yearly waves that all items share, and that each has of its own; 0 for none. */
  readonly commonWaves: number;
  readonly itemWaves: number;
  readonly trend: boolean;
  /** False for a level and nothing else: covariates are then in code, but have no columns. */
  readonly effects?: false;
}

/**
 * The columns of a pooled regression. The first `itemColumns` have a coefficient for each item, shrunk towards a
 * common one; the rest only a common one. `group` says which columns share a variance between items.
 */
export interface Design {
  readonly axis: PeriodAxis;
  readonly codes: readonly CovariateCode[];
  readonly form: RegressionForm;
  /** Short season with a column for each position; 0 where there is none. */
  readonly season: number;
  readonly columns: number;
  readonly itemColumns: number;
  /** First column of each coded covariate's own effect. */
  readonly own: readonly number[];
  /** First columns of its value one step before and one step after; -1 for numbers. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** First column of level x season position; -1 where there is none. */
  readonly crossed: readonly number[];
  readonly waves: number;
  readonly trendColumn: number;
  readonly group: Int32Array;
  readonly groups: number;
  /** Steps by which a trend is divided, and after which it has bent flat beyond the training's end. */
  readonly trendUnit: number;
  readonly horizon: number;
}

/** Seasons with at most this many positions have a column each; longer ones are profiles fitted on the residual. */
export const mostSeasonColumns = 31;

export function designOf(
  axis: PeriodAxis,
  codes: readonly CovariateCode[],
  form: RegressionForm,
  season: number,
  trendUnit: number,
  horizon: number,
): Design {
  const group: number[] = [];
  let groups = 0;
  const add = (count: number) => {
    const at = group.length;
    for (let k = 0; k < count; k++) group.push(groups);
    groups++;
    return at;
  };
  const columnsOf = (code: CovariateCode) => (code.kind === 'levels' ? code.levels.length - 1 : 1);
  const plain = form.effects === false;
  if (season > 0 && !plain) add(season);
  const own = codes.map((code) => (plain ? -1 : add(columnsOf(code))));
  const leveled = (code: CovariateCode) => code.kind === 'levels' && !plain;
  const before = codes.map((code) => (leveled(code) ? add(columnsOf(code)) : -1));
  const after = codes.map((code) => (leveled(code) ? add(columnsOf(code)) : -1));
  const waves = group.length;
  for (let k = 0; k < form.itemWaves; k++) add(2);
  const trendColumn = form.trend ? add(1) : -1;
  const itemColumns = group.length;
  const crossed = codes.map((code) => (leveled(code) && season > 0 ? add(columnsOf(code) * season) : -1));
  return {
    axis,
    codes,
    form,
    season,
    columns: group.length,
    itemColumns,
    own,
    before,
    after,
    crossed,
    waves,
    trendColumn,
    group: Int32Array.from(group),
    groups,
    trendUnit,
    horizon,
  };
}

/** Room for one row's columns that are not zero. */
export interface SparseRow {
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export const sparseRow = (design: Design): SparseRow => {
  const most = 4 + 4 * design.codes.length + 2 * design.form.itemWaves;
  return { index: new Int32Array(most), value: new Float64Array(most) };
};

/** Which parts of a row are wanted. */
export interface Parts {
  readonly season: boolean;
  readonly trend: boolean;
}

export const allParts: Parts = { season: true, trend: true };
/**
 * Effects of covariates and of the year: what is taken out before a family fits level, trend and short seasons
 * itself.
 */
export const adjustment: Parts = { season: false, trend: false };

/**
 * Writes the columns of one row and gives their number.
 *
 * @param row   row in the frame, -1 where it has none; @param first, @param last bounds of the item's rows
 * @param end   period up to which the item's training reached: beyond it a trend bends flat
 */
export function fillRow(
  design: Design,
  covariates: readonly CodedCovariate[],
  waveTable: WaveTable,
  parts: Parts,
  row: number,
  first: number,
  last: number,
  period: number,
  end: number,
  out: SparseRow,
): number {
  const { index, value } = out;
  const { season } = design;
  const position = season > 0 ? positionOf(period, season) : 0;
  let n = 0;
  const plain = design.form.effects === false;
  if (season > 0 && parts.season && !plain) {
    index[n] = position;
    value[n++] = 1;
  }
  if (row >= 0 && !plain) {
    for (let c = 0; c < covariates.length; c++) {
      const { levels, values } = covariates[c]!;
      const code = values[row]!;
      if (levels === 0) {
        index[n] = design.own[c]!;
        value[n++] = code;
        continue;
      }
      if (code > 0) {
        index[n] = design.own[c]! + code - 1;
        value[n++] = 1;
        if (season > 0) {
          index[n] = design.crossed[c]! + (code - 1) * season + position;
          value[n++] = 1;
        }
      }
      const earlier = row > first ? values[row - 1]! : code;
      if (earlier > 0) {
        index[n] = design.before[c]! + earlier - 1;
        value[n++] = 1;
      }
      const later = row < last ? values[row + 1]! : code;
      if (later > 0) {
        index[n] = design.after[c]! + later - 1;
        value[n++] = 1;
      }
    }
  }
  const { itemWaves } = design.form;
  if (itemWaves > 0) {
    const at = waveTable.at(period);
    for (let k = 0; k < 2 * itemWaves; k++) {
      index[n] = design.waves + k;
      value[n++] = waveTable.values[at + k]!;
    }
  }
  if (design.trendColumn >= 0 && parts.trend) {
    index[n] = design.trendColumn;
    value[n++] = bent(period - end, design.horizon) / design.trendUnit;
  }
  return n;
}

/** Steps since the end of training, bending flat after it. */
function bent(steps: number, horizon: number): number {
  if (steps <= 0) return steps;
  const reach = 2 * horizon;
  return reach * (1 - Math.exp(-steps / reach));
}

/**
 * Yearly and monthly waves by period: `values[at(period) + k]`, first the yearly pairs, then the monthly. Rows are
 * made when first asked for.
 */
export interface WaveTable {
  values: Float64Array;
  readonly width: number;
  at(period: number): number;
}

const monthlyPairs = 4;

export const isDaily = ({ frequency }: PeriodAxis) => frequency.unit === 'D' && frequency.count === 1;

const hasMonthWaves = ({ axis, form }: Design) => isDaily(axis) && form.effects !== false;

/** Number of waves that all items share. */
export const commonWaveCount = (design: Design) =>
  2 * design.form.commonWaves + (hasMonthWaves(design) ? 2 * monthlyPairs : 0);

export function waveTable(design: Design, firstPeriod: number, lastPeriod: number): WaveTable {
  const yearly = Math.max(design.form.commonWaves, design.form.itemWaves);
  const monthly = hasMonthWaves(design) ? monthlyPairs : 0;
  const width = 2 * (yearly + monthly);
  let origin = firstPeriod;
  let rows = width > 0 ? lastPeriod - firstPeriod + 1 : 0;
  let values = new Float64Array(rows * width);
  let made = new Uint8Array(rows);
  const table: WaveTable = {
    values,
    width,
    at(period) {
      if (width === 0) return 0;
      let k = period - origin;
      if (k < 0 || k >= rows) {
        const from = Math.min(origin, period);
        const to = Math.max(origin + rows, period + 400);
        const grown = new Float64Array((to - from) * width);
        grown.set(values, (origin - from) * width);
        const flags = new Uint8Array(to - from);
        flags.set(made, origin - from);
        origin = from;
        rows = to - from;
        table.values = values = grown;
        made = flags;
        k = period - origin;
      }
      if (made[k] === 0) {
        made[k] = 1;
        fillWaves(values, k * width, yearly > 0 ? yearShare(design.axis, period) : 0, yearly);
        if (monthly > 0) fillWaves(values, k * width + 2 * yearly, monthShare(design.axis, period), monthly);
      }
      return k * width;
    },
  };
  return table;
}

function fillWaves(values: Float64Array, at: number, share: number, pairs: number) {
  for (let k = 0; k < pairs; k++) {
    values[at + 2 * k] = Math.sin(2 * Math.PI * (k + 1) * share);
    values[at + 2 * k + 1] = Math.cos(2 * Math.PI * (k + 1) * share);
  }
}
