import { type Gate, gatedScores, type Metrics, type RunStep } from '@tandem/data-model/contract';

export type Check = NonNullable<RunStep['checks']>[number];

/**
 * What each rule of a gate finds in the scores of a model's report, and in the champion's where there is one. A score
 * that the new model has not fails; one that the champion has not passes, for there is nothing to be worse than.
 */
export function judgeModel({ mostWorse, coverage }: Gate, test: Metrics, champion: Metrics | undefined): Check[] {
  const scores = gatedScores.flatMap((rule): Check[] => {
    const share = mostWorse[rule];
    if (share === undefined) return [];
    const got = test[rule];
    const before = champion?.[rule] ?? null;
    const most = before === null ? null : before * (1 + share);
    return [{ rule, got, champion: before, least: null, most, passed: got !== null && (most === null || got <= most) }];
  });
  return coverage ? [...scores, coverageCheck(coverage, test)] : scores;
}

function coverageCheck({ from, to, least, most }: NonNullable<Gate['coverage']>, { coverage }: Metrics): Check {
  const [below, above] = [coverage[from] ?? null, coverage[to] ?? null];
  // 0.95 - 0.05 is 0.8999999999999999 in binary, and the bounds are decimals.
  const got = below === null || above === null ? null : Math.round((above - below) * 1e9) / 1e9;
  const passed = got !== null && got >= least && got <= most;
  return { rule: `coverage of ${from} to ${to}`, got, champion: null, least, most, passed };
}

/** What a check that did not pass says, as a sentence without its full stop. */
export function whyRefused({ rule, got, champion, least, most }: Check): string {
  if (got === null) return `the report has no ${rule}`;
  if (champion !== null) return `${rule} is ${shown(got)}, above ${shown(most)} for a champion with ${shown(champion)}`;
  return `${rule} is ${shown(got)}, not ${shown(least)} to ${shown(most)}`;
}

const shown = (it: number | null) => (it === null ? '-' : String(Number(it.toPrecision(4))));
