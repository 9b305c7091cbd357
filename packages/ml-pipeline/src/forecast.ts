import { type Forecast, type ForecastRequest, InvalidInput, type TrainingFrame } from '@tandem/data-model';
import type { Member, Model } from './artifact/model.ts';
import { countValues } from './backtest/windows.ts';
import type { ItemCandidate, Sees, Series } from './candidates/candidate.ts';
import { type Bounds, boundsOf, finite, guarded } from './candidates/guard.ts';
import { itemCandidates } from './candidates/registry.ts';
import { errorQuantile, rowScale, type Spread } from './ensemble/spread.ts';
import { blend } from './ensemble/weights.ts';
import { itemSeries } from './frame/item-series.ts';
import { fromWorking, isSparse } from './frame/working-scale.ts';
import { meansZero } from './frame/zero-gate.ts';
import type { ImportedAhead } from './imported-ahead.ts';
import { normalQuantile } from './kernels/normal-quantile.ts';
import { seasonalScale } from './metrics/scale.ts';
import { coldItem } from './regression/cold-item.ts';
import { adjustment, allParts } from './regression/design.ts';
import { fitNewItem } from './regression/own-effects.ts';
import { effectSum, type ItemEffects, itemEffects, type Panel, panelOf, pooledLevels } from './regression/panel.ts';
import { openingAt } from './regression/young-items.ts';
import { type PastAlone, pastAlone } from './trees/item-past.ts';
import { treesForecast } from './trees/trees-forecast.ts';

/**
 * What is worked out of an item's past, by item of the frame: kept by a caller who forecasts the same past for frames
 * that differ in what comes after it, and filled by the first of them.
 */
export type Pasts = Map<number, PastOfItem>;

interface PastOfItem {
  effects?: ItemEffects;
  /** Level of the pooled regression. */
  level?: number;
  /** What families that fit each item see of it, by how they do; their parameters and their forecasts, by name. */
  readonly series: Map<Sees, Series>;
  readonly parameters: Map<string, Float64Array>;
  readonly ahead: Map<string, Float64Array>;
  /** What families of trees see of it, by name. */
  readonly trees: Map<string, PastAlone>;
}

const indexes = new WeakMap<Model, Map<string, number>>();

/**
 * Forecasts the rows of a request, in its order, by a trained ensemble; see `predict`.
 *
 * @param imported what `importedAhead` gave for these items; an ensemble with an imported model can't do without
 */
export function forecastRows(
  model: Model,
  frame: TrainingFrame,
  request: ForecastRequest,
  pasts?: Pasts,
  imported?: ImportedAhead,
): Forecast {
  checkAxis(model, frame);
  let index = indexes.get(model);
  if (!index) {
    index = new Map(model.items.map((id, i) => [id, i]));
    indexes.set(model, index);
  }
  const panel = panelOf(frame, model.regression.design);
  const { quantiles } = model;
  const count = request.item.length;
  const forecast = {
    ...request,
    quantiles,
    mean: new Float64Array(count),
    values: new Float64Array(count * quantiles.length),
  };
  for (let from = 0, to = 0; from < count; from = to) {
    const frameItem = request.item[from]!;
    while (to < count && request.item[to] === frameItem) to++;
    const past = pasts?.get(frameItem) ?? newPast();
    pasts?.set(frameItem, past);
    const rowsOf: ItemRequest = {
      frameItem,
      past,
      known: index.get(frame.items[frameItem]!) ?? -1,
      rows: pastRows(frame, frameItem, request.period[from]!),
      periods: request.period.subarray(from, to),
      imported: imported?.get(frameItem),
    };
    forecastItem(
      model,
      panel,
      rowsOf,
      forecast.mean.subarray(from, to),
      forecast.values.subarray(from * quantiles.length, to * quantiles.length),
    );
  }
  return forecast;
}

const newPast = (): PastOfItem => ({
  series: new Map(),
  parameters: new Map(),
  ahead: new Map(),
  trees: new Map(),
});

interface ItemRequest {
  readonly frameItem: number;
  readonly past: PastOfItem;
  /** Index of the item in the model, -1 where it does not know it. */
  readonly known: number;
  readonly rows: number;
  readonly periods: Float64Array;
  /** What the imported model says of the steps after those rows. */
  readonly imported: Float32Array | undefined;
}

function checkAxis({ axis }: Model, frame: TrainingFrame) {
  const { frequency, anchor } = frame.axis;
  if (frequency.count === axis.frequency.count && frequency.unit === axis.frequency.unit && anchor === axis.anchor)
    return;
  throw new InvalidInput(
    `The model steps by ${axis.frequency.count} ${axis.frequency.unit} from ${axis.anchor}, the request by ${frequency.count} ${frequency.unit} from ${anchor}.`,
    'Send timestamps of the frequency and phase that the model was trained on.',
  );
}

/** Past rows that lie before the first period wanted: what comes later is not looked at. */
export const pastRows = (frame: TrainingFrame, item: number, period: number) =>
  Math.max(0, Math.min(frame.history[item]!, period - frame.start[item]!));

function forecastItem(model: Model, panel: Panel, it: ItemRequest, mean: Float64Array, values: Float64Array) {
  const { frame } = panel;
  const count = countValues(frame, it.frameItem, it.rows);
  if (count < model.minRows || count === 0) {
    forecastCold(model, panel, it, mean, values);
    return;
  }
  const { regression } = model;
  const first = frame.offset[it.frameItem]!;
  const own = it.known >= 0 && model.values[it.known]! >= model.minRows;
  it.past.effects ??= own ? itemEffects(regression, it.known) : fitNewItem(panel, regression, it.frameItem, it.rows);
  const { effects } = it.past;
  const last = frame.start[it.frameItem]! + it.rows - 1;
  const { season, horizon } = regression.design;
  const steps = Math.max(horizon, it.periods[it.periods.length - 1]! - last);
  const bounds = boundsOf(frame.target, first, it.rows, Math.max(season, 1), steps);
  const medians = model.members.map((member) => memberMedians(model, panel, member, it, effects, own, bounds));
  const blended = blend(
    model.members.map(({ weight }) => weight),
    medians,
    it.periods.length,
  );
  const spread = model.spreads[isSparse(effects.scale.shift) ? 1 : 0];
  const at = model.quantiles.map((q) => errorQuantile(spread, q));
  const { size, base } = sizes(model, frame, it, own, spread);
  for (let k = 0; k < it.periods.length; k++) {
    const period = it.periods[k]!;
    if (meansZero(regression.gate, panel.covariates, effects.gateItem, rowOf(frame, it.frameItem, period), period))
      continue;
    const median = guarded(blended[k]!, bounds);
    const unit = rowScale(spread, base, size, median, Math.max(1, period - last));
    mean[k] = finite(Math.max(bounds.floor, median + spread.mean * unit));
    for (let q = 0; q < at.length; q++)
      values[k * at.length + q] = finite(Math.max(bounds.floor, median + at[q]! * unit));
  }
}

/** Usual size and expected error of an item; of one that is not in the model, from the past in the frame. */
function sizes(model: Model, frame: TrainingFrame, it: ItemRequest, own: boolean, spread: Spread) {
  if (own) return { size: model.size[it.known]!, base: model.itemScale[it.known]! };
  const first = frame.offset[it.frameItem]!;
  const past = frame.target.subarray(first, first + it.rows);
  const size = usualSize(past);
  const scale = seasonalScale(past, model.scaleSeason);
  return { size, base: spread.ratio * (scale > 0 ? scale : 0.1 * size) };
}

/** Mean absolute value; 1 where all are zero or missing. */
export function usualSize(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    if (!Number.isNaN(values[t]!)) {
      sum += Math.abs(values[t]!);
      count++;
    }
  }
  return sum > 0 ? sum / count : 1;
}

function rowOf(frame: TrainingFrame, item: number, period: number): number {
  const row = frame.offset[item]! + period - frame.start[item]!;
  return row >= frame.offset[item]! && row < frame.offset[item + 1]! ? row : -1;
}

function memberMedians(
  model: Model,
  panel: Panel,
  member: Member,
  it: ItemRequest,
  effects: ItemEffects,
  own: boolean,
  bounds: Bounds,
): Float64Array {
  const { frame } = panel;
  const out = new Float64Array(it.periods.length);
  const after = frame.start[it.frameItem]! + it.rows;
  if (member.imported) {
    if (!it.imported) throw new Error(`${member.name} was not asked for item ${frame.items[it.frameItem]}.`);
    const given = it.imported;
    return out.map((_, k) => {
      const value = given[it.periods[k]! - after];
      return value === undefined ? Number.NaN : guarded(value, bounds);
    });
  }
  if (member.trees) {
    const { regression } = member.trees;
    const seen = panelOf(frame, regression.design);
    let alone = it.past.trees.get(member.name);
    if (!alone) {
      const grown = own ? itemEffects(regression, it.known) : fitNewItem(seen, regression, it.frameItem, it.rows);
      alone = pastAlone(seen, regression, grown, it.frameItem, it.rows);
      it.past.trees.set(member.name, alone);
    }
    treesForecast(frame, member.trees, alone.effects, it.frameItem, it.rows, it.periods, out, seen, alone);
    for (let k = 0; k < out.length; k++) out[k] = guarded(out[k]!, bounds);
    return out;
  }
  const candidate = itemCandidates.find(({ name }) => name === member.name);
  const sum = effectSum(panel, model.regression, effects, it.frameItem);
  if (!candidate) {
    it.past.level ??= pooledLevels(panel, model.regression, effects, it.frameItem, it.rows, [
      model.regression.halfLife,
    ])[0]!;
    for (let k = 0; k < out.length; k++) {
      out[k] = guarded(fromWorking(effects.scale, it.past.level + sum(it.periods[k]!, allParts)), bounds);
    }
    return out;
  }
  const steps = it.periods[it.periods.length - 1]! - after + 1;
  const ahead = seriesAhead(model, panel, member, candidate, it, effects, own, steps);
  if (!ahead) return out.fill(Number.NaN);
  const adjusted = model.series.adjust && (candidate.sees ?? 'adjusted') === 'adjusted';
  for (let k = 0; k < out.length; k++) {
    const period = it.periods[k]!;
    const value = ahead[period - after]!;
    out[k] = guarded(adjusted ? fromWorking(effects.scale, value + sum(period, adjustment)) : value, bounds);
  }
  return out;
}

/** Forecasts of an item's series by a family; undefined where it can't be fitted. */
function seriesAhead(
  model: Model,
  panel: Panel,
  member: Member,
  candidate: ItemCandidate,
  it: ItemRequest,
  effects: ItemEffects,
  own: boolean,
  steps: number,
): Float64Array | undefined {
  const { parameters, ahead, series: shared } = it.past;
  const { sees = 'adjusted' } = candidate;
  const known = ahead.get(member.name);
  if (known && known.length >= steps) return known;
  const series =
    shared.get(sees) ?? itemSeries(panel, model.regression, effects, model.series, it.frameItem, it.rows, sees).series;
  // What takes covariates in itself looks at those to come, which are another frame's next time.
  const ofPastAlone = sees !== 'raw';
  if (ofPastAlone) shared.set(sees, series);
  let params = parameters.get(member.name);
  if (!params) {
    const stored = own
      ? member.parameters.subarray(it.known * candidate.parameters, (it.known + 1) * candidate.parameters)
      : undefined;
    params = stored && !Number.isNaN(stored[0]!) ? stored : candidate.fit(series);
    parameters.set(member.name, params);
  }
  if (params.length === 0) return undefined;
  const out = new Float64Array(steps);
  candidate.forecast(series, params, steps, out);
  if (ofPastAlone) ahead.set(member.name, out);
  return out;
}

/**
 * An item with too little past: normal on the working scale, around what items like it do, no surer than of those, and
 * within what it and the others had.
 */
function forecastCold(model: Model, panel: Panel, it: ItemRequest, mean: Float64Array, values: Float64Array) {
  const { regression, quantiles } = model;
  const { effects, sd } = coldItem(panel, regression, it.frameItem, it.rows);
  const sum = effectSum(panel, regression, effects, it.frameItem);
  const normal = quantiles.map(normalQuantile);
  const { opening } = regression.youngItems;
  const start = panel.frame.start[it.frameItem]!;
  const own = boundsOf(panel.frame.target, panel.frame.offset[it.frameItem]!, it.rows);
  const [low, high] = Number.isNaN(own.last)
    ? [0, regression.likeItems.ceiling]
    : [Math.min(own.low, 0), Math.max(own.high, regression.likeItems.ceiling)];
  const value = (z: number) => Math.min(Math.max(fromWorking(effects.scale, z), low), high);
  for (let k = 0; k < it.periods.length; k++) {
    const period = it.periods[k]!;
    if (meansZero(regression.gate, panel.covariates, -1, rowOf(panel.frame, it.frameItem, period), period)) continue;
    const centre = effects.level + sum(period, allParts) + openingAt(opening, period - start);
    const step = Math.min(Math.max(1, period - start - it.rows + 1), regression.design.horizon);
    const wide = Math.max(sd, model.relativeSpread * step ** model.spreads[0].growth);
    for (let q = 0; q < normal.length; q++) values[k * normal.length + q] = value(centre + wide * normal[q]!);
    // Mean of a lognormal by its quantiles at even levels, which holds for any working scale.
    for (let j = 0; j < 20; j++) mean[k]! += value(centre + wide * evenNormal[j]!) / 20;
  }
}

const evenNormal = Array.from({ length: 20 }, (_, j) => normalQuantile((j + 0.5) / 20));
