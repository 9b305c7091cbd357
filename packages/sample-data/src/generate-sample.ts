import type { Day } from '@tandem/data-model';
import { promotionPlan } from './promotion-plan.ts';
import { type SampleOptions, type SampleWindow, sampleWindow } from './sample-options.ts';
import { drawStore, type Store } from './store.ts';
import { drawSeries, type StoreSeries } from './store-series.ts';
import { tradingCalendar } from './trading-calendar.ts';

/** A sample that nothing has been drawn from yet: stores come one by one, so that any number fits in memory. */
export interface SamplePlan {
  readonly options: SampleOptions;
  readonly window: SampleWindow;
  /** Store `id`, from 1 to `options.stores`. */
  store(id: number): Store;
  /** Its trading days with their outcomes and the distributions behind them; about a millisecond for 1,000 days. */
  series(store: Store): StoreSeries;
}

/** Plans a sample; throws InvalidInput where an option is out of range. docs/sample-data.md states the model. */
export function generateSample(options: SampleOptions): SamplePlan {
  const window = sampleWindow(options);
  const calendar = tradingCalendar(window);
  const plans = new Map<number, (day: Day) => boolean>();
  const planOf = (id: number) => {
    const plan = plans.get(id) ?? promotionPlan(options.seed, id);
    plans.set(id, plan);
    return plan;
  };
  return {
    options,
    window,
    store: (id) => drawStore(options.seed, id, window),
    series: (store) => {
      const promotion = store.promotionPlan === undefined ? () => false : planOf(store.promotionPlan);
      return drawSeries(store, options.seed, calendar, promotion);
    },
  };
}
