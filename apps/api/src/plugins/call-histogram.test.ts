import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { callHistogram } from './call-histogram.ts';

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const lines = (text: string) => text.trim().split('\n').toSorted();

it('counts calls in buckets that each hold the shorter ones too', async () => {
  const register = new Registry();
  const count = callHistogram(register);
  for (const seconds of [0.001, 0.0011, 40]) count('getMe', 200, seconds);

  const text = await register.metrics();

  expect(text).toContain('# TYPE tandem_api_call_seconds histogram');
  expect(text).toContain('tandem_api_call_seconds_bucket{le="0.001",operation="getMe",status="200"} 1\n');
  expect(text).toContain('tandem_api_call_seconds_bucket{le="0.0025",operation="getMe",status="200"} 2\n');
  expect(text).toContain('tandem_api_call_seconds_bucket{le="30",operation="getMe",status="200"} 2\n');
  expect(text).toContain('tandem_api_call_seconds_bucket{le="+Inf",operation="getMe",status="200"} 3\n');
  expect(text).toContain('tandem_api_call_seconds_count{operation="getMe",status="200"} 3\n');
});

it("tells what prom-client's own histogram tells", async () => {
  const [register, twin] = [new Registry(), new Registry()];
  const count = callHistogram(register);
  const seconds = new Histogram({
    name: 'tandem_api_call_seconds',
    help: 'From the head of a request to the end of its reply',
    labelNames: ['operation', 'status'],
    buckets: bounds,
    registers: [twin],
  });
  let value = 0.000_1;
  for (let call = 0; call < 300; call++) {
    value = (value * 1.7) % 60;
    const [operation, status] = [`operation-${call % 3}`, call % 2 === 0 ? 200 : 404];
    count(operation, status, value);
    seconds.labels(operation, `${status}`).observe(value);
  }

  expect(lines(await register.metrics())).toEqual(lines(await twin.metrics()));
});
