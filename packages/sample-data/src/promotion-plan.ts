import type { Day } from '@tandem/data-model';
import { randomStream } from './random-stream.ts';

interface Weekdays {
  readonly from: number;
  readonly to: number;
}

/** Half of all weeks have no promotion, three in ten one from Monday to Saturday, the others one from Thursday on. */
const none: Weekdays = { from: 7, to: 7 };
const wholeWeek: Weekdays = { from: 0, to: 5 };
const weekEnd: Weekdays = { from: 3, to: 5 };

/** Whether a plan of the chain runs a promotion on a day. Weeks begin on Monday and are drawn one by one. */
export function promotionPlan(seed: number, plan: number): (day: Day) => boolean {
  const weeks = new Map<number, Weekdays>();
  return (day) => {
    const week = Math.floor((day + 3) / 7);
    let shape = weeks.get(week);
    if (!shape) {
      const draw = randomStream(seed, 'promotion', plan, week).uniform();
      shape = draw < 0.5 ? none : draw < 0.8 ? wholeWeek : weekEnd;
      weeks.set(week, shape);
    }
    const weekday = day + 3 - 7 * week;
    return weekday >= shape.from && weekday <= shape.to;
  };
}
