import type { Metric, Registry } from 'prom-client';

/** Upper bounds of the buckets, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Calls of one operation and status: how many were no longer than each bound but longer than the one before. */
interface Counts {
  readonly labels: Readonly<Record<'operation' | 'status', string>>;
  readonly buckets: Float64Array;
  seconds: number;
}

/**
 * How long calls take, as a histogram of Prometheus. It counts by itself and is put together where somebody reads it:
 * prom-client's own makes texts of labels and bounds at every call, which cost a read a fortieth of its time.
 */
export function callHistogram(register: Registry): (operation: string, status: number, seconds: number) => void {
  const byOperation = new Map<string, Map<number, Counts>>();
  const countsOf = (operation: string, status: number) => {
    const byStatus = byOperation.get(operation) ?? new Map<number, Counts>();
    const labels = { operation, status: `${status}` };
    const counts = byStatus.get(status) ?? { labels, buckets: new Float64Array(bounds.length + 1), seconds: 0 };
    byOperation.set(operation, byStatus.set(status, counts));
    return counts;
  };
  const name = 'tandem_api_call_seconds';
  const metric = {
    name,
    help: 'From the head of a request to the end of its reply',
    type: 'histogram',
    aggregator: 'sum',
    get: async () => ({
      ...metric,
      values: [...byOperation.values()].flatMap((it) => [...it.values()].flatMap((counts) => valuesOf(name, counts))),
    }),
  };
  // Any object that tells its values is a metric to the registry; the type asks for one of its classes.
  register.registerMetric(metric as unknown as Metric);
  return (operation, status, seconds) => {
    const counts = byOperation.get(operation)?.get(status) ?? countsOf(operation, status);
    let bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]!) bucket++;
    counts.buckets[bucket]! += 1;
    counts.seconds += seconds;
  };
}

/** Buckets as Prometheus has them: each holds all that were no longer than its bound. */
function valuesOf(name: string, { labels, buckets, seconds }: Counts) {
  let count = 0;
  const upTo = [...buckets].map((it, bucket) => {
    count += it;
    return { metricName: `${name}_bucket`, labels: { le: bounds[bucket] ?? '+Inf', ...labels }, value: count };
  });
  return [
    ...upTo,
    { metricName: `${name}_sum`, labels, value: seconds },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
