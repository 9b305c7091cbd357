import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { covariates, horizon, type PanelFiles } from './write-panel.ts';

const python = (code: string) => spawnSync('python3', ['-c', code], { encoding: 'utf8' });

/** Seconds that AutoGluon takes for the same files with its own presets; undefined where it is not installed. */
export function autogluonSeconds({ train, future }: PanelFiles, folder: string): number | undefined {
  if (python('import autogluon.timeseries').status !== 0) return undefined;
  const { status, stdout, stderr } = python(`
import time, pandas as pd
from autogluon.timeseries import TimeSeriesDataFrame, TimeSeriesPredictor
began = time.time()
read = lambda f: TimeSeriesDataFrame.from_data_frame(pd.read_csv(f, parse_dates=["timestamp"]))
train, future = read(${JSON.stringify(train)}), read(${JSON.stringify(future)})
predictor = TimeSeriesPredictor(prediction_length=${horizon}, target="target", freq="D",
    known_covariates_names=${JSON.stringify(covariates)}, path=${JSON.stringify(path.join(folder, 'autogluon'))})
predictor.fit(train, presets="medium_quality")
predictor.predict(train, known_covariates=future)
print(time.time() - began)
`);
  if (status !== 0) throw new Error(`AutoGluon ended with ${status}:\n${stderr}`);
  return Number(stdout.trim().split('\n').at(-1));
}
