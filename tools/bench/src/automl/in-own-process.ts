import { spawn } from 'node:child_process';
import path from 'node:path';
import type { ForecastRunOptions } from '@tandem/worker';
import type { PresetFigures } from './run-preset.ts';

/** Runs a forecast in a process of its own, so that its peak memory is its own. */
export function runPreset(options: ForecastRunOptions): Promise<PresetFigures> {
  const main = path.resolve(import.meta.dirname, 'run-preset.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`the preset ${options.preset} ended with ${code}`));
      resolve(JSON.parse(output.trim().split('\n').at(-1)!));
    });
  });
}
