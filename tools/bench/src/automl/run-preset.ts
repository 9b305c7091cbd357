import { type ForecastRunOptions, runForecast } from '@tandem/worker';

/** What a process of its own prints as its last line. */
export interface PresetFigures {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpu_s: number;
  readonly rss_mb: number;
  /** Scaled quantile loss of the ensemble on the window that no weight has seen. */
  readonly test_sql: number | null;
  readonly plan: unknown;
}

/** Runs what `tandem forecast run` runs, with the options given as JSON. */
const options = JSON.parse(process.argv[2]!) as ForecastRunOptions;
const started = performance.now();
let told = '';
const report = await runForecast(options, {
  onProgress: ({ step, detail, share, etaSeconds }) => {
    const line = `${step} ${detail}`;
    if (line === told) return;
    told = line;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const eta = etaSeconds === null ? '' : `, ${etaSeconds.toFixed(0)} s to go`;
    console.error(`${seconds} s  ${(100 * (share ?? 0)).toFixed(0)} %  ${line}${eta}`);
  },
});
const { user, system } = process.cpuUsage();
console.info(
  JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    cpu_s: (user + system) / 1e6,
    rss_mb: process.resourceUsage().maxRSS / 1024,
    test_sql: report.ensemble.test.SQL,
    plan: report.plan,
  } satisfies PresetFigures),
);
