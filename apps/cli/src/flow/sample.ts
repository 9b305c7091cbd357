import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeSample } from '@tandem/sample-data';
import { counted } from '../terminal/numbers.ts';
import type { ProgressView } from '../terminal/progress.ts';

export interface SampleSize {
  readonly stores: number;
  readonly days: number;
}

const seed = 1;

/** The folder of a sample under the home, generated unless it is whole already. */
export async function ensureSample(
  root: string,
  { stores, days }: SampleSize,
  view: ProgressView,
  signal: AbortSignal,
): Promise<string> {
  const folder = path.join(root, 'sample', `${stores}-stores-${days}-days`);
  const whole = path.join(folder, 'sample.json');
  await view.step('sample data', async () => {
    if (!existsSync(whole)) {
      mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
      const summary = await writeSample({ stores, days, seed }, folder, signal);
      writeFileSync(whole, `${JSON.stringify(summary, null, 2)}\n`);
    }
    return [`${counted(stores, 'store')}, ${counted(days, 'day')}, seed ${seed}, in ${folder}`, undefined] as const;
  });
  return folder;
}
