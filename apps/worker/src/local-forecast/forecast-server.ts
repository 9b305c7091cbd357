import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { KnownError, NotFound, toWire } from '@tandem/data-model';
import { ExplanationRequest, PredictionRequest } from '@tandem/data-model/contract';
import type { ForecastServing } from '@tandem/ports';
import { z } from 'zod';

const Served = z.object({ endpointId: z.string(), modelKey: z.string(), frameKey: z.string() });
const Deploy = z.object({ served: Served });
const Undeploy = z.object({ endpointId: z.string() });
const Explain = z.object({ source: Served.omit({ endpointId: true }), request: ExplanationRequest });
const Predict = z.object({ served: Served, request: PredictionRequest });

/** More than the API takes for a prediction. */
const maxBodyBytes = 32 << 20;

/**
 * Serves predictions and explanations to the other processes of this machine over a unix socket in a folder that only its owner can
 * enter. A fault of the program goes whole to `onFault`; who called learns that there was one.
 */
export async function serveForecasts(
  backend: ForecastServing,
  socketPath: string,
  onFault: (error: unknown) => void,
): Promise<Server> {
  const answer = async (url: string, body: unknown): Promise<unknown> => {
    switch (url) {
      case '/deploy':
        return (await backend.deploy(Deploy.parse(body).served)) ?? null;
      case '/undeploy':
        return (await backend.undeploy(Undeploy.parse(body).endpointId)) ?? null;
      case '/predict': {
        const { served, request } = Predict.parse(body);
        return backend.predict(served, request);
      }
      case '/explain': {
        const { source, request } = Explain.parse(body);
        return backend.explain(source, request);
      }
      default:
        throw new NotFound('call', url);
    }
  };
  const server = createServer(async (request, reply) => {
    let status = 200;
    let body: unknown;
    try {
      body = await answer(request.url ?? '', await readJson(request));
    } catch (error) {
      const isKnown = error instanceof KnownError;
      if (!isKnown) onFault(error);
      status = isKnown ? 422 : 500;
      body = isKnown ? toWire(error) : { message: `The forecast server failed, and its log says why: ${error}` };
    }
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  rmSync(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return server;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error(`a request of more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
