import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, readingArguments, UsageError } from '../bench.ts';
import { figuresOf, type ProcessFigures } from './own-process.ts';
import { type SalesFiles, writeSalesFiles } from './sales-files.ts';

/** Seconds and peak memory of whole loads beside bare reads of the same files. */
export const etl: Bench = {
  name: 'etl',
  about:
    'Seconds and memory from CSV to loaded star, beside a bare read_csv of DuckDB, pandas and PySpark where installed.',
  usage: 'etl [--rows 1000000,10000000] [--repeats 3] [--shuffled] [--python PATH]',
  async run(args) {
    const { sizes, repeats, isShuffled, python } = readArguments(args);
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-etl-bench-'));
    try {
      const measured: Measured[] = [];
      for (const rows of sizes) {
        const inputs = path.join(folder, `${rows}`);
        const files = await writeSalesFiles(rows, inputs, isShuffled);
        const of = measure(files, inputs, repeats, python);
        console.info(JSON.stringify({ rows: files.rows, ...of }));
        measured.push(of);
        rmSync(inputs, { recursive: true });
      }
      const [first, last] = [measured[0]!, measured.at(-1)!];
      const ratios = Object.fromEntries(
        sizes.map((rows, k) => [`ratio_${nameOf(rows)}`, rounded(measured[k]!.own.s / measured[k]!.bare.s)]),
      );
      return {
        ...ratios,
        growth: rounded(last.own.s / first.own.s / (last.bare.s / first.bare.s)),
        rss_mb: Math.round(last.own.rss_mb),
        bare_rss_mb: Math.round(last.bare.rss_mb),
        ...peerRatios(measured, sizes),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const peers = ['pandas', 'pyspark'] as const;

type Measured = Record<'own' | 'bare', ProcessFigures> & Partial<Record<(typeof peers)[number], ProcessFigures>>;

/** The runs of all take turns, so that a slow minute hits each of them; medians. */
function measure(files: SalesFiles, folder: string, repeats: number, python: string): Measured {
  const installed = peers.filter((it) => spawnSync(python, ['-c', `import ${it}`]).status === 0);
  const runs = new Map<string, ProcessFigures[]>();
  for (let k = 0; k < repeats; k++) {
    const scratch = path.join(folder, 'scratch');
    const fresh = () => {
      rmSync(scratch, { recursive: true, force: true });
      mkdirSync(scratch);
      return scratch;
    };
    const note = (name: string, run: (scratch: string) => ProcessFigures) =>
      runs.set(name, [...(runs.get(name) ?? []), run(fresh())]);
    const program = (name: string) => path.resolve(import.meta.dirname, name);
    note('bare', (at) =>
      figuresOf(process.execPath, [program('bare-duckdb.ts'), JSON.stringify([files, path.join(at, 'b.duckdb')])]),
    );
    note('own', (at) =>
      figuresOf(process.execPath, [
        program('own-load.ts'),
        JSON.stringify([files, path.join(at, 'o.duckdb'), path.join(at, 'objects')]),
      ]),
    );
    for (const peer of installed)
      note(peer, (at) => figuresOf(python, [program(`${peer}_load.py`), JSON.stringify([files, at])]));
  }
  return Object.fromEntries([...runs].map(([name, of]) => [name, middle(of)])) as unknown as Measured;
}

/** The run of median seconds, with the highest of all peaks. */
function middle(runs: readonly ProcessFigures[]): ProcessFigures {
  const sorted = [...runs].sort((a, b) => a.s - b.s);
  return { ...sorted[Math.floor((sorted.length - 1) / 2)]!, rss_mb: Math.max(...runs.map((it) => it.rss_mb)) };
}

function peerRatios(measured: readonly Measured[], sizes: readonly number[]) {
  return Object.fromEntries(
    peers.flatMap((peer) =>
      sizes.map((rows, k): [string, unknown] => {
        const theirs = measured[k]![peer];
        return [
          `${peer}_to_ours_${nameOf(rows)}`,
          theirs ? rounded(theirs.s / measured[k]!.own.s) : 'skipped: not installed',
        ];
      }),
    ),
  );
}

const nameOf = (rows: number) => (rows % 1e6 === 0 ? `${rows / 1e6}m` : `${rows}`);
const rounded = (value: number) => Number(value.toPrecision(3));

function readArguments(args: readonly string[]) {
  const { values } = readingArguments(() =>
    parseArgs({
      args: [...args],
      options: {
        rows: { type: 'string', default: '1000000,10000000' },
        repeats: { type: 'string', default: '3' },
        shuffled: { type: 'boolean', default: false },
        python: { type: 'string', default: 'python3' },
      },
    }),
  );
  const { rows, repeats, shuffled, python } = values;
  return { sizes: rows.split(',').map(whole), repeats: whole(repeats), isShuffled: shuffled, python };
}

function whole(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`${text} is not a whole number above 0.`);
  return Number(text);
}
