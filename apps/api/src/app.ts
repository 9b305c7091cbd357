import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { ApiDeps } from './deps.ts';
import { addErrorReplies, replyWithProblem } from './error-reply.ts';
import { addAccess } from './plugins/access.ts';
import { addAudit } from './plugins/audit.ts';
import { addBackPressure } from './plugins/back-pressure.ts';
import { addDocumentation } from './plugins/documentation.ts';
import { takeEmptyJson } from './plugins/empty-json.ts';
import { addIdempotency } from './plugins/idempotency.ts';
import { lateLogger } from './plugins/late-logger.ts';
import { addMetrics } from './plugins/metrics.ts';
import { addPortal } from './plugins/portal.ts';
import { rateLimits } from './plugins/rate-limits.ts';
import { logOptions, logReplies } from './plugins/request-log.ts';
import { addRouted } from './plugins/routed.ts';
import { addSecurityHeaders, bareSecurityHeaders } from './plugins/security-headers.ts';
import { guardSockets, socketTimes } from './plugins/sockets.ts';
import { addTracing } from './plugins/tracing.ts';
import { requestId } from './request-id.ts';
import { addAuditLog } from './routes/audit.ts';
import { addBatchForecasts } from './routes/batch-forecasts.ts';
import { addCatalog } from './routes/catalog.ts';
import { addCompute } from './routes/compute.ts';
import { addConnections } from './routes/connections.ts';
import { addDomains } from './routes/domains.ts';
import { addEndpoints } from './routes/endpoints.ts';
import { addJobs } from './routes/jobs.ts';
import { addLoads } from './routes/loads.ts';
import { addModels } from './routes/models.ts';
import { addPeople } from './routes/people.ts';
import { addProfiles } from './routes/profiles.ts';
import { addProjects } from './routes/projects.ts';
import { addQueries } from './routes/queries.ts';
import { addQuotas } from './routes/quotas.ts';
import { addSharing } from './routes/sharing.ts';
import { addStar } from './routes/star.ts';
import { addSystem } from './routes/system.ts';
import { addTables } from './routes/tables.ts';
import { addTeardowns } from './routes/teardowns.ts';
import { addTokens } from './routes/tokens.ts';
import { addTrainingRuns } from './routes/training-runs.ts';
import { addUploadSessions } from './routes/upload-sessions.ts';
import { addUploads } from './routes/uploads.ts';
import { addWorkflows } from './routes/workflows.ts';
import { useContractSchemas } from './schema-compilers.ts';
import { refuseUnreadable } from './unreadable-request.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the process drains. */
    closing: AbortSignal;
  }
}

const mebibyte = 1024 * 1024;
/** An upload of the longest kind over a slow line; a request that trickles for longer is cut off. */
const requestTimeoutMs = 2 * 60 * 60 * 1000;

/** The API, its documentation and the portal, built from what they depend on. It opens nothing and listens nowhere. */
export async function buildApp(deps: ApiDeps): Promise<FastifyInstance> {
  const log = logOptions(deps.config.logFile);
  const app = Fastify({
    logger: log,
    childLoggerFactory: lateLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    bodyLimit: mebibyte,
    trustProxy: deps.config.isProxy ?? false,
    requestTimeout: requestTimeoutMs,
    http: socketTimes,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (error, request, reply) =>
      replyWithProblem(error, request, reply.headers({ ...bareSecurityHeaders, 'x-request-id': request.id })),
    clientErrorHandler: refuseUnreadable,
  });
  const closing = new AbortController();
  app.decorate('closing', closing.signal);
  app.addHook('preClose', async () => closing.abort());

  app.removeContentTypeParser('text/plain');
  takeEmptyJson(app);
  addRouted(app);
  logReplies(app, log);
  if (deps.config.traces) addTracing(app);
  useContractSchemas(app);
  addErrorReplies(app);
  addSecurityHeaders(app, deps.config.origin);
  guardSockets(app, deps.config);
  await addBackPressure(app);
  const limits = rateLimits(deps.config);
  app.addHook('onRequest', limits.byAddress);
  addAccess(app, deps);
  addAudit(app, deps);
  app.addHook('onRequest', limits.byCaller);
  addIdempotency(app, deps);
  addMetrics(app, deps.config.metricsToken);
  await app.register(
    async (api) => {
      // Only signing in and out sets cookies.
      await api.register(async (scope) => {
        await scope.register(cookie, { hook: false });
        addSystem(scope, deps);
      });
      for (const add of resources) add(api, deps);
    },
    { prefix: '/api/v1' },
  );
  await addDocumentation(app, deps.config);
  await addPortal(app, deps.config.portal);
  return app;
}

const resources = [
  addTokens,
  addPeople,
  addAuditLog,
  addDomains,
  addProfiles,
  addProjects,
  addTeardowns,
  addCatalog,
  addSharing,
  addQuotas,
  addStar,
  addUploads,
  addUploadSessions,
  addLoads,
  addTables,
  addQueries,
  addCompute,
  addConnections,
  addTrainingRuns,
  addModels,
  addEndpoints,
  addBatchForecasts,
  addWorkflows,
  addJobs,
];
