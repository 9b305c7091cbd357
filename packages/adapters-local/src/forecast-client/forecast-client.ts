import { request } from 'node:http';
import path from 'node:path';
import { ForwardedError, Unavailable } from '@tandem/data-model';
import type { ItemExplanation, ItemForecast } from '@tandem/data-model/contract';
import type { ForecastServing } from '@tandem/ports';
import type { Home } from '../home.ts';

/** Where the worker serves predictions. */
export const forecastSocket = (home: Home): string => path.join(home.sockets, 'forecast.sock');

/** Calls the worker's forecast server over its unix socket. */
export function openForecastClient(home: Home): ForecastServing {
  const socketPath = forecastSocket(home);
  return {
    deploy: async (served) => {
      await call(socketPath, '/deploy', { served });
    },
    undeploy: async (endpointId) => {
      await call(socketPath, '/undeploy', { endpointId });
    },
    predict: async (served, body) => (await call(socketPath, '/predict', { served, request: body })) as ItemForecast[],
    explain: async (source, body) =>
      (await call(socketPath, '/explain', { source, request: body })) as ItemExplanation[],
  };
}

function call(socketPath: string, url: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(
        new Unavailable(
          'The worker that serves forecasts does not answer.',
          'Look whether the worker runs, and try again.',
          { cause },
        ),
      );
    const outgoing = request(
      { socketPath, path: url, method: 'POST', headers: { 'content-type': 'application/json' } },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', fail);
        reply.on('end', () => {
          try {
            const answer = JSON.parse(Buffer.concat(chunks).toString('utf8'));
            if (reply.statusCode === 200) resolve(answer);
            else reject(reply.statusCode === 422 ? new ForwardedError(answer) : new Error(answer.message));
          } catch (cause) {
            fail(cause);
          }
        });
      },
    );
    outgoing.on('error', fail);
    outgoing.end(JSON.stringify(body));
  });
}
