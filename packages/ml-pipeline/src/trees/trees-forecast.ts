import type { TrainingFrame } from '@tandem/data-model';
import { fromWorking } from '../frame/working-scale.ts';
import { type ItemEffects, panelOf } from '../regression/panel.ts';
import { binnedRows, putRow } from './binning.ts';
import { featureWriter } from './features.ts';
import type { TreesFit } from './fit-trees.ts';
import { itemPast, type PastAlone } from './item-past.ts';
import { predictRow } from './tree-model.ts';

/**
 * Medians of an item's periods, from its first `rows` rows, into `out`, target unit; not bounded, and certain zeros are not put in.
 *
 * @param effects of the item in the regression that the trees were fitted on
 * @param panel   the frame through that regression's design; a window's knows less
 * @param alone   what trees see of the past, where it is known from a frame with the same past
 */
export function treesForecast(
  frame: TrainingFrame,
  { regression, plan, forests }: TreesFit,
  effects: ItemEffects,
  frameItem: number,
  rows: number,
  periods: Float64Array,
  out: Float64Array,
  panel = panelOf(frame, regression.design),
  alone?: PastAlone,
): void {
  const past = itemPast(panel, regression, effects, frameItem, rows, alone);
  const write = featureWriter(panel, plan, past);
  const values = new Float64Array(plan.names.length);
  const row = binnedRows(1, values.length);
  for (let h = 0; h < periods.length; h++) {
    const k = periods[h]! - frame.start[frameItem]!;
    write(k, rows, values);
    const rest = effects.level + past.effect(k) + past.level[rows]!;
    out[h] = 0;
    for (const forest of forests) {
      putRow(forest.bins, row, 0, values);
      out[h]! += fromWorking(effects.scale, rest + predictRow(forest, row, 0)) / forests.length;
    }
  }
}
