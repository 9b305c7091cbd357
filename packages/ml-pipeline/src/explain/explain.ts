import type { ForecastRequest, TrainingFrame } from '@tandem/data-model';
import type { Model } from '../artifact/model.ts';
import type { RunImported } from '../candidates/imported-model.ts';
import { forecastRows, type Pasts } from '../forecast.ts';
import { calendarSeasons } from '../frame/calendar.ts';
import { type ImportedAhead, importedAhead } from '../imported-ahead.ts';
import { medianOf } from '../metrics/scores.ts';
import { type Player, type Players, playersOf } from './players.ts';
import { type CoalitionValue, remembered, shapleyValues } from './shapley.ts';
import { sliceItems } from './slice-items.ts';
import { pathSteps, splitBase } from './split-base.ts';

/** Why an item's forecast is what it is, step by step. */
export interface Explanation {
  /** Index into the frame's items. */
  readonly item: number;
  /** Shape (steps): periods asked for. */
  readonly period: Float64Array;
  /** Shape (steps), target unit: the forecast's median, which the parts sum to. */
  readonly median: Float64Array;
  readonly parts: readonly ForecastPart[];
}

export interface ForecastPart {
  readonly kind: 'level' | 'season' | 'year' | Player['kind'];
  /** Of the covariate or attribute; empty for the others. */
  readonly name: string;
  /** The value against which the part is told; null where there is none. */
  readonly base: string | null;
  /** Shape (steps), target unit. */
  readonly values: Float64Array;
}

/** Decides nothing but the orders that are drawn where there are many inputs. */
const seed = 1;
/** Forecasts of an item, at most, as long as one order of its inputs asks for no more. */
const mostForecasts = 80;
/** Attributes that are looked at one by one, whether they change anything: two forecasts each. */
const mostLookedAt = 10;

/**
 * Splits the median of each row of a request into parts that sum to it: level, short seasons, year (where the model
 * has one), and each known covariate or attribute on which this item's forecast depends.
 *
 * The value of a set of inputs is the ensemble's own median when every other known covariate has its base value (most
 * common level, or mean) over the whole future, and every other attribute its base; an input's part is its Shapley
 * value. So parts are told against an item's ordinary day, whatever families are in the ensemble, and what two inputs
 * do only together is shared. A step that one input alone brings to zero, such as a closed day, is that input's alone
 * (that of several such, in equal parts). What is left with all at their base is split by `splitBase`.
 *
 * Inputs that never leave their base in the future have no part; neither has an attribute that changes nothing.
 *
 * Costs forecasts of the item: 2^inputs and two for each attribute up to five inputs; beyond, values are approximate
 * (see `shapleyValues`), from the fewer orders the more inputs there are, so that it is 80 forecasts at most. With
 * some 35 inputs one order alone is left, and beyond 77 a forecast for each input; one more for each where a step
 * falls to zero. The past is looked at once, by an imported model too, which `runImported` runs. Before each forecast the
 * event loop turns. Throws as `predict` does.
 *
 * Sources: Strumbelj & Kononenko (2014), doi:10.1007/s10115-013-0679-x; Lundberg & Lee (2017), A unified approach to
 * interpreting model predictions, NeurIPS 30, 2 (additive attribution, local accuracy).
 */
export async function explain(
  model: Model,
  frame: TrainingFrame,
  request: ForecastRequest,
  runImported?: RunImported,
): Promise<Explanation[]> {
  const explanations: Explanation[] = [];
  for (let from = 0, to = 0; from < request.item.length; from = to) {
    const item = request.item[from]!;
    while (to < request.item.length && request.item[to] === item) to++;
    const period = request.period.slice(from, to);
    explanations.push({ item, period, ...(await explainItem(model, sliceItems(frame, [item]), period, runImported)) });
  }
  return explanations;
}

async function explainItem(model: Model, slice: TrainingFrame, period: Float64Array, runImported?: RunImported) {
  const after = Math.max(0, Math.min(slice.history[0]!, period[0]! - slice.start[0]!));
  // What comes after the first period asked for is not looked at, as in `predict`.
  const one = { ...slice, history: Int32Array.of(after) };
  const all = playersOf(model, one);
  const request = { item: new Int32Array(period.length), period };
  // The past is that of the first frame asked for, which is the item's own.
  const known: Known = { pasts: new Map(), imported: await importedAhead(model, one, request, runImported) };
  let made = 0;
  const value = remembered((inside) => {
    made++;
    return mediansOf(model, all.frameOf(inside), period, known);
  });
  const count = all.players.length;
  const whole = await value(new Uint8Array(count).fill(1));
  const looksAt = all.players.filter(({ kind }) => kind === 'static').length <= mostLookedAt;
  const counted: boolean[] = [];
  for (const [p, { kind }] of all.players.entries())
    counted.push(kind !== 'static' || !looksAt || (await changes(value, count, p)));
  const acting = Array.from(all.players.keys()).filter((p) => counted[p]);
  const valueOfActing: CoalitionValue = (inside) => value(spread(inside, acting, counted));
  const none = await valueOfActing(new Uint8Array(acting.length));
  const closed = Array.from(whole.keys()).filter((k) => whole[k] === 0 && none[k] !== 0);
  // One for the base's parts.
  const most = mostForecasts - made - 1 - (closed.length > 0 ? acting.length : 0);
  const values = await shapleyValues(acting.length, valueOfActing, { seed, most });
  if (closed.length > 0) await giveZerosAway(values, none, closed, (p) => valueOfActing(only(acting.length, p)));
  const parts = acting.map((p, k): ForecastPart => ({ ...all.players[p]!, values: values[k]! }));
  const told = parts.filter((it) => it.kind !== 'static' || it.values.some(Boolean));
  return { median: whole, parts: [...(await baseParts(model, one, all, none, period, known)), ...told] };
}

/** Whether an input changes the forecast as the first one that comes in, or as the last. */
async function changes(value: CoalitionValue, count: number, p: number): Promise<boolean> {
  const others = new Uint8Array(count).fill(1);
  others[p] = 0;
  return (
    differ(await value(only(count, p)), await value(new Uint8Array(count))) ||
    differ(await value(others), await value(new Uint8Array(count).fill(1)))
  );
}

const differ = (a: Float64Array, b: Float64Array) => a.some((it, k) => it !== b[k]);

const only = (count: number, p: number) => Uint8Array.from({ length: count }, (_, k) => (k === p ? 1 : 0));

/** A coalition of the acting players among all; those that do not act are as they are. */
function spread(inside: Uint8Array, acting: readonly number[], counted: readonly boolean[]): Uint8Array {
  const wide = Uint8Array.from(counted, (it) => (it ? 0 : 1));
  acting.forEach((p, k) => {
    wide[p] = inside[k]!;
  });
  return wide;
}

/** Where one input alone brings a `closed` step to zero, the others have no part in it. */
async function giveZerosAway(
  values: readonly Float64Array[],
  none: Float64Array,
  closed: readonly number[],
  alone: (player: number) => Promise<Float64Array>,
) {
  const each: Float64Array[] = [];
  for (const p of values.keys()) each.push(await alone(p));
  for (const k of closed) {
    const closing = each.map((it) => it[k] === 0);
    const count = closing.filter(Boolean).length;
    if (count === 0) continue;
    values.forEach((it, p) => {
      it[k] = closing[p] ? -none[k]! / count : 0;
    });
  }
}

async function baseParts(
  model: Model,
  one: TrainingFrame,
  { allBase }: Players,
  none: Float64Array,
  period: Float64Array,
  known: Known,
): Promise<ForecastPart[]> {
  const { form } = model.regression.design;
  const season = model.series.seasons.at(-1) ?? 1;
  const hasYear = form.commonWaves > 0 || form.itemWaves > 0;
  const year = hasYear ? (calendarSeasons(model.axis.frequency).year ?? 0) : 0;
  const first = one.start[0]! + one.history[0]!;
  const asked = Int32Array.from(period, (it) => it - first);
  const steps = pathSteps(asked, season, year);
  const path = await mediansOf(
    model,
    allBase(one.history[0]! + steps.at(-1)! + 1),
    Float64Array.from(steps, (it) => first + it),
    known,
  );
  const at = new Map(Array.from(steps, (step, k) => [step, path[k]!]));
  const { level, season: seasonal, year: yearly } = splitBase(asked, none, (step) => at.get(step)!, season, year);
  const part = (kind: 'level' | 'season' | 'year', values: Float64Array) => ({ kind, name: '', base: null, values });
  return [
    part('level', level),
    ...(season > 1 || year > 0 ? [part('season', seasonal)] : []),
    ...(yearly ? [part('year', yearly)] : []),
  ];
}

/** What is worked out of the item's past, once for all that is asked of its future. */
interface Known {
  readonly pasts: Pasts;
  readonly imported: ImportedAhead | undefined;
}

async function mediansOf(
  model: Model,
  one: TrainingFrame,
  period: Float64Array,
  { pasts, imported }: Known,
): Promise<Float64Array> {
  // Whoever waits for a prediction meanwhile is answered.
  await new Promise((resolve) => setImmediate(resolve));
  const { quantiles, values } = forecastRows(
    model,
    one,
    { item: new Int32Array(period.length), period },
    pasts,
    imported,
  );
  const q = quantiles.length;
  return Float64Array.from(period, (_, k) => medianOf(quantiles, values.subarray(k * q, (k + 1) * q)));
}
