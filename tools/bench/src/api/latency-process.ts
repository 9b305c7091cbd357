import { once } from 'node:events';
import { Agent, get } from 'node:http';
import type { Load } from './load-process.ts';

/** A few clients that ask one call after the other, timed to the microsecond, in a process of their own. */
const [{ url, headers, paths, connections, seconds }] = (await once(process, 'message')) as [Load];
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const end = performance.now() + seconds * 1000;
const times: number[] = [];

async function client(): Promise<void> {
  for (let k = 0; performance.now() < end; k++) {
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      get(url + paths[k % paths.length], { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`a call was answered with ${response.statusCode}`));
        response.resume().once('end', resolve);
      }).once('error', reject);
    });
    times.push(performance.now() - began);
  }
}

await Promise.all(Array.from({ length: connections }, client));
times.sort((a, b) => a - b);
process.send?.({ p99Ms: times[Math.floor(times.length * 0.99)] }, () => process.exit(0));
