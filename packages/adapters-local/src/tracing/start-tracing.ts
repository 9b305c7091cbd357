import { context, propagation, trace } from '@opentelemetry/api';
import { InvalidInput } from '@tandem/data-model';
import { turnTracingOn } from './span.ts';

/**
 * Whether traces are asked for: OTEL_EXPORTER_OTLP_ENDPOINT, or the same for traces alone, says where they go. Throws
 * InvalidInput where that is no address.
 */
export function wantsTraces(env: NodeJS.ProcessEnv): boolean {
  const named = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'].filter((it) => env[it]);
  for (const name of named) refuseNoUrl(name, env[name]!);
  return named.length > 0 && env.OTEL_SDK_DISABLED !== 'true';
}

/**
 * Starts to export traces by OTLP over HTTP where they are wanted; else nothing of it is even loaded. The exporter reads
 * the OTEL_EXPORTER_OTLP variables, and the resource OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES. Gives what sends the
 * rest and ends it.
 */
export async function startTracing(service: string, wanted: boolean): Promise<() => Promise<void>> {
  if (!wanted) return async () => undefined;
  const [sdk, { OTLPTraceExporter }, resources, { AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
    ]);
  const own = resources.resourceFromAttributes({ 'service.name': service });
  const given = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new sdk.TracerProvider({
    resource: resources.defaultResource().merge(own).merge(given),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  turnTracingOn();
  // Whoever collects traces may be away; that must not keep a process from its end.
  return () => provider.shutdown().catch(() => undefined);
}

function refuseNoUrl(name: string, value: string): void {
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return;
  throw new InvalidInput(`${name} is no address.`, 'Give one such as http://127.0.0.1:4318, or leave it out.');
}
