import { InvalidInput } from '@tandem/data-model';
import {
  type Aggregation,
  aggregations,
  type ColumnFilling,
  type FillStretch,
  fillMethods,
  fillStretches,
} from '@tandem/data-model/contract';

/** Fillings with those of options such as `price:future=median` or `load:middle=0` added; a later one wins. Throws InvalidInput. */
export function withFills(
  filling: Readonly<Record<string, ColumnFilling>>,
  options: readonly string[],
): Record<string, ColumnFilling> {
  const all = { ...filling };
  for (const option of options) {
    const [, column, short, how] = /^(.+):(\w+)=(.+)$/.exec(option) ?? [];
    const stretch = fillStretches.find((it) => it === `${short}fill`);
    if (!column || !how || !stretch) {
      throw new InvalidInput(
        `--fill ${option} does not say which missing values become what.`,
        'Write COLUMN:middle=HOW, COLUMN:back=HOW or COLUMN:future=HOW; HOW is zero, median, mean, min, max, or a value itself.',
      );
    }
    all[column] = { ...without(all[column] ?? {}, stretch), ...filled(stretch, how) };
  }
  return all;
}

function filled(stretch: FillStretch, how: string): ColumnFilling {
  const method = fillMethods.find((it) => it === how && it !== 'value');
  return method ? { [stretch]: method } : { [stretch]: 'value', [`${stretch}_value`]: how };
}

function without(filling: ColumnFilling, stretch: FillStretch): ColumnFilling {
  return Object.fromEntries(Object.entries(filling).filter(([key]) => !key.startsWith(stretch)));
}

/** Options such as `load=avg`, by column. Throws InvalidInput. */
export function readAggregates(options: readonly string[]): Record<string, Aggregation> {
  return Object.fromEntries(
    options.map((option) => {
      const at = option.lastIndexOf('=');
      const how = aggregations.find((it) => it === option.slice(at + 1));
      if (at < 1 || !how) {
        throw new InvalidInput(
          `--aggregate ${option} does not say what the rows of a period become.`,
          `Write COLUMN=HOW; HOW is one of ${aggregations.join(', ')}.`,
        );
      }
      return [option.slice(0, at), how];
    }),
  );
}
