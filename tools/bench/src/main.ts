import { accuracy } from './accuracy/accuracy.ts';
import { api } from './api/api.ts';
import { automl } from './automl/automl.ts';
import { type Bench, UsageError } from './bench.ts';
import { cancel } from './cancel/cancel.ts';
import { edges } from './edges/edges.ts';
import { etl } from './etl/etl.ts';
import { kernels } from './kernels/kernels.ts';
import { mainJob } from './main-job/main-job.ts';
import { memory } from './memory/memory.ts';
import { schemathesis } from './schemathesis/schemathesis.ts';
import { sql } from './sql/sql.ts';

const benches: readonly Bench[] = [
  accuracy,
  api,
  automl,
  cancel,
  edges,
  etl,
  kernels,
  mainJob,
  memory,
  schemathesis,
  sql,
];

/** Runs the bench named first; its figures are the last line of standard output. Exits 2 where it can't start. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const bench = benches.find((it) => it.name === name);
  if (!bench) {
    console.error(name ? `There is no bench "${name}". Benches:` : 'Which bench? Benches:');
    for (const it of benches) console.error(`  ${it.usage}\n      ${it.about}`);
    return 2;
  }
  try {
    console.info(JSON.stringify(await bench.run(args)));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nUsage: ${bench.usage}`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
