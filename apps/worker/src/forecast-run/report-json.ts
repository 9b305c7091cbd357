import type { ForecastRunReport } from './forecast-run.ts';

const itemsPerPiece = 1000;

/** A report as JSON, in pieces: the items set aside, of which there may be millions, stand last, one a line. */
export function* reportJson({ setAside, ...rest }: ForecastRunReport): Generator<string> {
  yield `${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "setAside": [`;
  for (let from = 0; from < setAside.length; from += itemsPerPiece) {
    const lines = setAside.slice(from, from + itemsPerPiece).map((it) => `\n    ${JSON.stringify(it)}`);
    yield `${from > 0 ? ',' : ''}${lines.join(',')}`;
  }
  yield setAside.length > 0 ? '\n  ]\n}\n' : ']\n}\n';
}
