import { Gate, type Metrics } from '@tandem/data-model/contract';
import { describe, expect, it } from 'vitest';
import { judgeModel, whyRefused } from './judge-model.ts';

const scores = (change: Partial<Metrics> = {}): Metrics => ({
  ...{ SQL: 1, MASE: 1, WQL: 0.1, WAPE: 0.2, sMAPE: 20, RMSE: 3, coverage: { p10: 0.08, p90: 0.92 } },
  ...change,
});
const passed = (gate: object, test: Metrics, champion?: Metrics) =>
  judgeModel(Gate.parse({ endpoint: 'live', ...gate }), test, champion).map((it) => it.passed);

describe('a score against that of the champion', () => {
  const gate = { mostWorse: { WQL: 0.02, MASE: -0.1 } };

  it('may be worse by the share that is said, and must be better by one below 0', () => {
    expect(passed(gate, scores({ WQL: 0.102, MASE: 0.9 }), scores())).toEqual([true, true]);
    expect(passed(gate, scores({ WQL: 0.1021, MASE: 0.91 }), scores())).toEqual([false, false]);
  });

  it('passes where there is no champion, or it has no such score', () => {
    expect(passed(gate, scores({ WQL: 9, MASE: 9 }))).toEqual([true, true]);
    expect(passed(gate, scores({ WQL: 9, MASE: 9 }), scores({ WQL: null, MASE: null }))).toEqual([true, true]);
  });

  it('does not pass where the new model has none', () => {
    const [check] = judgeModel(
      Gate.parse({ endpoint: 'live', mostWorse: { WQL: 0 } }),
      scores({ WQL: null }),
      scores(),
    );

    expect(check).toMatchObject({ passed: false, got: null });
    expect(whyRefused(check!)).toBe('the report has no WQL');
  });
});

describe('the coverage', () => {
  const gate = { coverage: { least: 0.7, most: 0.9 } };

  it('must lie in its band, both ends within', () => {
    expect(passed(gate, scores({ coverage: { p10: 0.1, p90: 0.8 } }))).toEqual([true]);
    expect(passed(gate, scores({ coverage: { p10: 0, p90: 0.9 } }))).toEqual([true]);
    expect(passed(gate, scores({ coverage: { p10: 0.05, p90: 0.96 } }))).toEqual([false]);
    expect(passed(gate, scores({ coverage: { p10: 0.2, p90: 0.6 } }))).toEqual([false]);
  });

  it.each([
    [
      { p10: 0.05, p90: 0.95 },
      { least: 0.9, most: 1 },
    ],
    [
      { p10: 0.05, p90: 0.85 },
      { least: 0.8, most: 1 },
    ],
    [
      { p10: 0.1, p90: 0.8 },
      { least: 0.1, most: 0.7 },
    ],
  ])('lies in its band where %j is exactly at a bound of %j, which its binary is not', (coverage, band) => {
    expect(passed({ coverage: band }, scores({ coverage }))).toEqual([true]);
    const outside = { p10: coverage.p10, p90: coverage.p90 + (band.most === 1 ? -1e-6 : 1e-6) };
    expect(passed({ coverage: band }, scores({ coverage: outside }))).toEqual([false]);
  });

  it('says what it is and should be', () => {
    const [check] = judgeModel(
      Gate.parse({ endpoint: 'live', ...gate }),
      scores({ coverage: { p10: 0.2, p90: 0.6 } }),
      undefined,
    );

    expect(whyRefused(check!)).toBe('coverage of p10 to p90 is 0.4, not 0.7 to 0.9');
    expect(passed(gate, scores({ coverage: { p20: 0.2, p80: 0.8 } }))).toEqual([false]);
  });
});

it('takes no gate without a rule', () => {
  expect(Gate.safeParse({ endpoint: 'live' }).success).toBe(false);
});
