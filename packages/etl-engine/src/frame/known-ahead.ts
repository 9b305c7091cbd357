import { counted, type ForecastRequest, formatPeriod, InvalidInput, type TrainingFrame } from '@tandem/data-model';
import { requestedRows } from './fill-gaps.ts';

/** Throws InvalidInput where a known covariate has no value in a row to forecast, naming item and first date, and how many more there are. */
export function requireKnownAhead(frame: TrainingFrame, request: ForecastRequest): void {
  for (const { name, values } of frame.known) {
    let first: readonly [number, number] | undefined;
    let count = 0;
    const items = new Set<number>();
    for (const it of requestedRows(frame, request)) {
      if (!Number.isNaN(values[it[1]]!)) continue;
      first ??= it;
      count++;
      items.add(it[0]);
    }
    if (!first) continue;
    const [i, row] = first;
    const at = formatPeriod(frame.axis, frame.start[i]! + row - frame.offset[i]!);
    const more =
      count > 1
        ? ` ${counted(count - 1, 'more row to forecast has', 'more rows to forecast have')} none either, of ${counted(items.size, 'item')} in all.`
        : '';
    throw new InvalidInput(
      `${frame.items[i]} at ${at} has no value of ${name}, which is said to be known ahead.${more}`,
      `Give ${name} in every row to forecast, say how it is filled (futurefill), or name it among the past covariates.`,
      {
        faults: [
          {
            at: `transformations.filling.${name}.futurefill`,
            expected: 'what a missing value ahead becomes',
            got: 'nothing',
          },
        ],
      },
    );
  }
}
