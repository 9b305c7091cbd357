import { type Fault, KnownError, TooManyTries } from '@tandem/data-model';
import { type Problem, problemStatus } from '@tandem/data-model/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';

/** Makes every failure a problem document: known ones with their sentence, any other without a word from inside. */
export function addErrorReplies(app: FastifyInstance): void {
  app.setErrorHandler(replyWithProblem);
}

/** The reply to an error, wherever it arose. */
export function replyWithProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request);
  if (problem.status === 500) request.log.error({ err: error }, 'a fault of the program');
  // What is left of a body that nobody will read would be taken for the next request.
  if (problem.status === 413) reply.header('connection', 'close');
  if (error instanceof TooManyTries) reply.header('retry-after', error.retryAfterSeconds);
  if ((problem.status === 503 || problem.status === 429) && !reply.hasHeader('retry-after'))
    reply.header('retry-after', '1');
  reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((it: unknown) => JSON.stringify(it))
    .send(problem);
}

function problemOf(error: FastifyError | Error, { id: requestId, routeOptions }: FastifyRequest): Problem {
  if (error instanceof KnownError) {
    const { code, kind, message, mend, faults } = error;
    return problem(requestId, problemStatus[kind], code, message, mend, faults);
  }
  const { code = '', statusCode = 500 } = error as FastifyError;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const most = `${(routeOptions.bodyLimit ?? 0) / mebibyte} MiB`;
    const mend = 'Send less at once; files go to the uploads of a project.';
    return problem(
      requestId,
      413,
      'TOO_LARGE',
      `The body is longer than ${most}, the most that this call takes.`,
      mend,
    );
  }
  const known = framework[code];
  // A reply that breaks its own schema is a ZodError, and our fault.
  if (known && !(error instanceof ZodError))
    return problem(requestId, known.status, known.code, known.detail, known.mend);
  if (statusCode >= 400 && statusCode < 500) {
    return problem(requestId, statusCode, 'INVALID_INPUT', 'The request cannot be read.', 'Compare it with /api/docs.');
  }
  return problem(
    requestId,
    500,
    'INTERNAL',
    `This is a fault of the program. Its details are in the server's log under ${requestId}.`,
    'Try again; where it stays, report it with the request id.',
  );
}

const mebibyte = 1024 * 1024;

/** What Fastify itself refuses, by its code. */
const framework: Readonly<Record<string, { status: number; code: string; detail: string; mend: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'INVALID_INPUT',
    detail: 'The body is not JSON.',
    mend: 'Send one JSON value, in UTF-8.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'INVALID_INPUT',
    detail: 'The body is empty, though its media type is JSON.',
    mend: 'Send the JSON value that the call takes.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'This call takes JSON.',
    mend: 'Send the header Content-Type: application/json.',
  },
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'INVALID_INPUT',
    detail: 'The address is not well-formed.',
    mend: 'Encode each part of the path as UTF-8 with percent signs.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 404,
    code: 'NOT_FOUND',
    detail: 'A part of the path is longer than any id.',
    mend: 'Use an id that the API gave.',
  },
};

/** Type and title of a problem follow from its code. */
export function problem(
  requestId: string,
  status: number,
  code: string,
  detail: string,
  mend: string,
  faults: readonly Fault[] = [],
): Problem {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return {
    type: `urn:tandem:error:${code.toLowerCase().replaceAll('_', '-')}`,
    title: words[0]!.toUpperCase() + words.slice(1),
    status,
    code,
    detail,
    mend,
    faults: faults.map((it) => ({ ...it })),
    requestId,
  };
}
