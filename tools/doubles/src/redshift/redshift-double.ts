import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from '../listen.ts';
import type { S3Double } from '../s3/s3-double.ts';
import { ApiFault, operations } from './data-api-operations.ts';
import { openDatabases } from './databases.ts';
import { type Faults, newFaults } from './faults.ts';
import type { Submitted } from './statements.ts';

export interface RedshiftDoubleOptions {
  /** A database of PostgreSQL that the double may fill, by a user who may create others beside it. */
  readonly url: string;
  /** What it is called at the service; `dev` if not given. */
  readonly database?: string;
  /** Where COPY reads and UNLOAD writes. */
  readonly s3: S3Double;
  /** Rows of one page of a result. */
  readonly pageRows?: number;
  /** Milliseconds between two states of a statement. */
  readonly paceMs?: number;
}

/**
 * A server that speaks the Redshift Data API's protocol (JSON 1.1) and runs SQL on PostgreSQL, through a translator that
 * refuses what Redshift refuses and whatever it was not taught. It stands for Redshift in tests; it is not Redshift.
 */
export interface RedshiftDouble {
  readonly endpoint: string;
  readonly faults: Faults;
  /** Every SQL text that was run, in order. */
  readonly ran: readonly string[];
  stop(): Promise<void>;
}

export async function startRedshiftDouble(options: RedshiftDoubleOptions): Promise<RedshiftDouble> {
  const { url, database = 'dev', s3, pageRows = 5_000, paceMs = 0 } = options;
  const databases = await openDatabases(url, database);
  const faults = newFaults();
  const ran: string[] = [];
  const submitted = new Map<string, Submitted>();
  const call = operations({ engine: { databases, s3, faults, paceMs, ran }, pageRows, submitted });
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    try {
      const [, operation = ''] = /^RedshiftData\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
      const input = (await json(request)) as Record<string, unknown>;
      if (request.method !== 'POST' || request.headers['content-type'] !== 'application/x-amz-json-1.1')
        throw new ApiFault('SerializationException', 'not JSON 1.1');
      if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
        throw new ApiFault('MissingAuthenticationTokenException', 'the request is not signed');
      const fault = faults.ofCall(operation);
      if (fault?.kind === 'refused') throw new ApiFault(fault.error, 'ordered by a test');
      const answer = await call(operation, input);
      if (fault?.kind === 'answered') throw new ApiFault(fault.error, 'ordered by a test, and carried out');
      if (fault?.kind === 'lost') request.socket.destroy();
      else if (fault?.kind !== 'held') reply(200, answer);
    } catch (error) {
      const fault = error instanceof ApiFault ? error : new ApiFault('InternalServerException', String(error));
      reply(fault.status, { __type: fault.code, Message: fault.message });
    }
  });
  const { endpoint, stop } = await listen(server);
  return {
    endpoint,
    faults,
    ran,
    stop: async () => {
      await stop();
      await Promise.all([...submitted.values()].map((it) => it.ended));
      await databases.close();
    },
  };
}
