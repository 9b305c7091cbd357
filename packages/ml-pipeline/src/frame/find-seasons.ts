import type { TrainingFrame } from '@tandem/data-model';
import { isSeasonal } from '../kernels/autocorrelation.ts';
import { seasonalProfile } from '../kernels/seasonal-profile.ts';

/** Share of items that must repeat for the panel to have a season: three times what the test finds in noise. */
const enough = 0.15;

/**
 * Which of the calendar's seasons a panel has, judged by autocorrelation on some of its items, each season after the
 * shorter ones are taken out. Where every item is too short to judge, a season is kept if some item saw it twice: the
 * models then shrink it as far as need be.
 */
export function findSeasons(frame: TrainingFrame, items: readonly number[], candidates: readonly number[]): number[] {
  const rests = items.map((i) => frame.target.slice(frame.offset[i]!, frame.offset[i]! + frame.history[i]!));
  const found: number[] = [];
  for (const m of candidates) {
    let tested = 0;
    let seasonal = 0;
    for (const rest of rests) {
      if (rest.length < 3 * m) continue;
      tested++;
      if (isSeasonal(rest, rest.length, m)) seasonal++;
    }
    const kept = tested > 0 ? seasonal >= enough * tested : rests.some((rest) => rest.length >= 2 * m);
    if (!kept) continue;
    found.push(m);
    const profile = new Float64Array(m);
    for (const rest of rests) {
      if (rest.length < 2 * m) continue;
      seasonalProfile(rest, rest.length, m, false, profile);
      for (let t = 0; t < rest.length; t++) rest[t]! -= profile[t % m]!;
    }
  }
  return found;
}
