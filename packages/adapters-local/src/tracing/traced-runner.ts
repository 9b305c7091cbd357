import { SpanKind, trace } from '@opentelemetry/api';
import type { TaskRunner } from '@tandem/ports';
import { isTracing } from './span.ts';

interface Open {
  readonly span: ReturnType<ReturnType<typeof trace.getTracer>['startSpan']>;
  tasks: number;
  busyMs: number;
  endedAt: number;
}

/**
 * A runner whose tasks of one name are one span together, from the begin of the first to the end of the last: a
 * candidate is trained in many tasks, beside others. `nameOf` gives none for a task that is not told of.
 */
export function tracedRunner<Task, Result>(
  runner: TaskRunner<Task, Result>,
  nameOf: (task: Task) => string | undefined,
): TaskRunner<Task, Result> {
  if (!isTracing()) return runner;
  const open = new Map<string, Open>();
  const begun = (name: string) => {
    const known = open.get(name);
    if (known) return known;
    const span = trace.getTracer('tandem').startSpan(`train ${name}`, {
      kind: SpanKind.INTERNAL,
      attributes: { 'tandem.candidate': name },
    });
    const it: Open = { span, tasks: 0, busyMs: 0, endedAt: Date.now() };
    open.set(name, it);
    return it;
  };
  return {
    threads: runner.threads,
    async run(task, signal) {
      const name = nameOf(task);
      if (name === undefined) return runner.run(task, signal);
      const it = begun(name);
      const from = performance.now();
      try {
        return await runner.run(task, signal);
      } finally {
        it.tasks++;
        it.busyMs += performance.now() - from;
        it.endedAt = Date.now();
      }
    },
    async close() {
      for (const { span, tasks, busyMs, endedAt } of open.values()) {
        span.setAttributes({ 'tandem.tasks': tasks, 'tandem.tasks_ms': Math.round(busyMs) });
        span.end(endedAt);
      }
      open.clear();
      await runner.close();
    },
  };
}
