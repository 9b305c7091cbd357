import { trace } from '@opentelemetry/api';
import { forLog } from '@tandem/data-model';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import pino from 'pino';
import { joinedLines } from './joined-lines.ts';

/**
 * The log as JSON lines. Of an error it keeps name, message, code and stack: what a database says besides may quote
 * rows. Headers, addresses and bodies are never written.
 */
export function logOptions(file: string | undefined): NonNullable<FastifyServerOptions['logger']> {
  if (file === undefined) return false;
  const destination = pino.destination({ dest: file, mode: 0o600, sync: true, maxLength: 1 << 20 });
  // A full disk must not end the server; what could not be written comes later, up to that length.
  destination.on('error', () => undefined);
  const stream = joinedLines(destination);
  process.once('exit', stream.flush);
  return {
    level: 'info',
    base: null,
    stream,
    hooks: {
      logMethod(args, method, level) {
        method.apply(this, args);
        if (level >= pino.levels.values.warn!) stream.flush();
      },
    },
    serializers: {
      req: ({ id, method, routeOptions }) => ({ id, method, route: routeOptions?.url }),
      res: ({ statusCode }) => ({ statusCode }),
      err: forLog,
    },
  };
}

/**
 * One line for each reply, by route and not by address: an address may hold names from the data. Replies that are as
 * they should be are many, and their lines are put together here, as pino would: an id and a route need no escaping, and
 * pino looks at every field anew, which cost a read a twentieth of its time.
 */
export function logReplies(app: FastifyInstance, options: ReturnType<typeof logOptions>): void {
  const stream = typeof options === 'object' ? options.stream : undefined;
  if (!stream) return;
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routed, caller, log } = request;
    const line = {
      method,
      route: routed?.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      caller: caller?.principal?.kind,
      project: caller?.project?.id,
      trace: request.traced && trace.getSpan(request.traced)?.spanContext().traceId,
    };
    if (line.status >= 500) log.error(line, 'replied');
    else stream.write(lineOf(request.id, line));
    done();
  });
}

interface ReplyLine {
  readonly method: string;
  readonly route: string | undefined;
  readonly status: number;
  readonly ms: number;
  readonly caller: string | undefined;
  readonly project: string | undefined;
  readonly trace: string | undefined;
}

const field = (name: string, value: string | undefined) => (value === undefined ? '' : `,"${name}":"${value}"`);

function lineOf(id: string, { method, route, status, ms, caller, project, trace }: ReplyLine): string {
  const head = `{"level":${pino.levels.values.info},"time":${Date.now()},"reqId":"${id}","method":"${method}"`;
  const who = field('caller', caller) + field('project', project) + field('trace', trace);
  return `${head}${field('route', route)},"status":${status},"ms":${ms}${who},"msg":"replied"}\n`;
}
