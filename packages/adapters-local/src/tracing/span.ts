import { type Attributes, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

let isOn = false;

/** From now on there are spans; until then none of the functions here does anything but its work. */
export function turnTracingOn(): void {
  isOn = true;
}

export const isTracing = (): boolean => isOn;

const tracer = () => trace.getTracer('tandem');

/** Does work as a span of its own, within the present one. A failure's kind is told, never its words. */
export async function spanOf<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  kind: SpanKind = SpanKind.INTERNAL,
): Promise<T> {
  if (!isOn) return work();
  return tracer().startActiveSpan(name, { attributes, kind }, async (span) => {
    try {
      return await work();
    } catch (error) {
      const { code = error instanceof Error ? error.name : 'unknown' } = error as { code?: string };
      span.setStatus({ code: SpanStatusCode.ERROR, message: `${code}` });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** An SQL statement by its kind and the first table that it names, such as `select projects`; never a value. */
export function statementName(sql: string): string {
  // Literals may hold anything, also words that look like SQL.
  const bare = sql.slice(0, 4_000).replace(/'(?:[^']|'')*(?:'|$)/g, "''");
  const [kind = 'statement'] = /[a-z]+/i.exec(bare) ?? [];
  const [, table] = /\b(?:from|into|update|table)\s+(?:"?\w+"?\.)*"?(\w+)"?/i.exec(bare) ?? [];
  return table === undefined ? kind.toLowerCase() : `${kind.toLowerCase()} ${table}`;
}

/** One statement as a span. */
export const statementSpan = <T>(system: string, sql: string, work: () => Promise<T>): Promise<T> => {
  if (!isOn) return work();
  const name = statementName(sql);
  return spanOf(name, { 'db.system.name': system, 'db.query.summary': name }, work, SpanKind.CLIENT);
};

/** What carries the present span to another process, as the fields of W3C Trace Context; nothing where there is none. */
export function traceToCarry(): { readonly traceparent?: string } {
  if (!isOn) return {};
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent === undefined ? {} : { traceparent: carrier.traceparent };
}

/** Does work within a span that was carried here; as the begin of a trace where none was. */
export function carriedOn<T>(traceparent: string | undefined, name: string, work: () => Promise<T>): Promise<T> {
  if (!isOn) return work();
  const carried = propagation.extract(context.active(), traceparent === undefined ? {} : { traceparent });
  return context.with(carried, () => spanOf(name, {}, work, SpanKind.CONSUMER));
}

/** Id of the present trace as a field of a log's line; nothing where there is none. */
export function traceField(): { readonly trace?: string } {
  const span = isOn ? trace.getActiveSpan() : undefined;
  return span ? { trace: span.spanContext().traceId } : {};
}
