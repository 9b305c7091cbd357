import {
  axisAt,
  type Covariate,
  counted,
  type ForecastRequest,
  formatFrequency,
  formatPeriod,
  InvalidInput,
  periodOf,
  type TrainingFrame,
} from '@tandem/data-model';
import { transformationFaults } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { fillGaps } from './fill-gaps.ts';
import { earliest, frameLayout, readBounds } from './frame-layout.ts';
import { frameNotes } from './frame-notes.ts';
import { frameQueries } from './frame-queries.ts';
import type { CovariateColumn, FrameSource } from './frame-source.ts';
import { requireKnownAhead } from './known-ahead.ts';
import type { Merged, MergedColumn } from './merge-rows.ts';
import { numbers, texts } from './read-columns.ts';
import { readRows } from './read-rows.ts';

export interface BuiltFrame {
  readonly frame: TrainingFrame;
  /** The periods of the future relation's rows, by item, each once. */
  readonly request: ForecastRequest;
  /** What was done to the data on the way, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads a frame from a warehouse: the bounds of each item first, then the rows, each put where it belongs, so nothing
 * is sorted and memory is that of the frame. Rows that share a period are brought together, gaps are filled as the
 * source says, and a note tells of both.
 *
 * @throws NothingToForecast where the history has no row; InvalidInput where the frequency does not fit the data, the
 * transformations do not fit the columns, or a known covariate has no value in a row to forecast
 */
export async function buildFrame(warehouse: Warehouse, source: FrameSource): Promise<BuiltFrame> {
  requireFittingTransformations(source);
  const queries = frameQueries(source);
  const bounds = await readBounds(warehouse, queries.items);
  const axis = axisAt(source.frequency, earliest(bounds) * 1000);
  const { own, ...layout } = frameLayout(bounds, axis, source);
  const rows = layout.offset[bounds.items.length]!;
  const columns = async (list: readonly CovariateColumn[], size: number): Promise<Covariate[]> =>
    Promise.all(
      list.map(async ({ name, kind }, c) => ({
        name,
        ...(kind === 'category' ? { levels: await texts(warehouse, queries.levels(list[c]!)) } : {}),
        values: doubles(size),
      })),
    );
  const known = await columns(source.known, rows);
  const past = await columns(source.past, rows);
  const statics = await columns(source.statics?.columns ?? [], bounds.items.length);
  const target = doubles(rows);
  const frame: TrainingFrame = { axis, items: bounds.items, ...layout, target, known, past, statics };

  const rowOf = (item: number, second: number) => {
    const row = layout.offset[item]! + periodOf(axis, second * 1000) - layout.start[item]!;
    return row >= layout.offset[item]! && row < layout.offset[item + 1]! ? row : -1;
  };
  const pastRowOf = (item: number, second: number) => {
    const row = rowOf(item, second);
    return row < layout.offset[item]! + layout.history[item]! ? row : -1;
  };
  const covariates = [...known, ...past].map((it) => mergedColumn(source, it));
  const seen = new Uint8Array(rows);
  const { merged, outside } = await readRows(
    warehouse,
    queries.history,
    [mergedTarget(source, target), ...covariates],
    pastRowOf,
    seen,
  );
  const wanted = new Uint8Array(rows);
  const ahead = queries.future
    ? await readRows(warehouse, queries.future, covariates.slice(0, known.length), rowOf, wanted)
    : undefined;
  if (queries.statics) {
    for await (const [item, ...values] of numbers(warehouse, queries.statics)) {
      for (let r = 0; r < item!.length; r++) {
        for (let c = 0; c < statics.length; c++) statics[c]!.values[item![r]!] = values[c]![r]!;
      }
    }
  }
  const request = requestOf(frame, wanted);
  const guessed = new Uint8Array(new SharedArrayBuffer(rows));
  const filled = fillGaps(frame, source.transformations, source.targetName, { seen, own, request }, guessed);
  requireKnownAhead(frame, request);
  return {
    frame: guessed.includes(1) ? { ...frame, guessed } : frame,
    request,
    notes: [
      ...mergeNotes(frame, source, merged),
      ...(outside > 0
        ? [
            `${counted(outside, 'history row lies', 'history rows lie')} in the first period to forecast or after it: ${outside === 1 ? 'it was' : 'they were'} not used.`,
          ]
        : []),
      ...(ahead && ahead.merged.finer > 0 ? [aheadNote(frame, ahead.merged)] : []),
      ...filled,
      ...frameNotes(frame),
    ],
  };
}

function requireFittingTransformations({ transformations, targetName: target, known, past }: FrameSource): void {
  const faults = transformationFaults(transformations, { target, known, past });
  const [first] = faults;
  if (!first) return;
  throw new InvalidInput(
    `${first.at} must be ${first.expected}; it is ${first.got}.`,
    'Change it, or leave it out: then missing values stay missing, and rows of one period are summed or averaged.',
    { faults },
  );
}

function mergedTarget({ transformations, targetName }: FrameSource, values: Float64Array): MergedColumn {
  const declared = transformations.aggregation[targetName];
  return { values, how: declared ?? 'sum', meansRepeats: declared === undefined };
}

function mergedColumn({ transformations }: FrameSource, { name, levels, values }: Covariate): MergedColumn {
  return { values, how: transformations.aggregation[name] ?? (levels ? 'first' : 'avg'), meansRepeats: false };
}

function requestOf(frame: TrainingFrame, wanted: Uint8Array): ForecastRequest {
  const size = wanted.reduce((sum, it) => sum + it, 0);
  const item = new Int32Array(size);
  const period = new Float64Array(size);
  for (let row = 0, r = 0, i = 0; row < wanted.length; row++) {
    if (wanted[row] === 0) continue;
    while (row >= frame.offset[i + 1]!) i++;
    item[r] = i;
    period[r++] = frame.start[i]! + row - frame.offset[i]!;
  }
  return { item, period };
}

function mergeNotes(frame: TrainingFrame, { targetName, transformations }: FrameSource, merged: Merged): string[] {
  const { repeats, firstRepeat, finer, firstFiner } = merged;
  const how = transformations.aggregation[targetName];
  const notes: string[] = [];
  if (repeats > 0) {
    notes.push(
      `${counted(repeats, 'row shares', 'rows share')} item and timestamp with another, e.g. ${whereIs(frame, firstRepeat)}: ${how ? `they were brought together (${how})` : 'the mean of each group was used'}.`,
    );
  }
  if (finer > 0) {
    notes.push(
      `${counted(finer, 'timestamp shares', 'timestamps share')} a period of ${formatFrequency(frame.axis.frequency)} with another of ${finer === 1 ? 'its' : 'their'} item, e.g. ${whereIs(frame, firstFiner)}: ${how ? `each period has one value of ${targetName} (${how})` : `the values of ${targetName} in a period were added up; declare another aggregation where that is wrong`}.`,
    );
  }
  return notes;
}

function aheadNote(frame: TrainingFrame, { finer, firstFiner }: Merged): string {
  return `${counted(finer, 'row to forecast shares', 'rows to forecast share')} a period of ${formatFrequency(frame.axis.frequency)} with another of ${finer === 1 ? 'its' : 'their'} item, e.g. ${whereIs(frame, firstFiner)}: each has the forecast of the whole period.`;
}

function whereIs(frame: TrainingFrame, row: number): string {
  const item = frame.offset.findIndex((it) => it > row) - 1;
  return `${frame.items[item]} at ${formatPeriod(frame.axis, frame.start[item]! + row - frame.offset[item]!)}`;
}

function doubles(size: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * size)).fill(Number.NaN);
}
