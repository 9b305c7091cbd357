import type { Compute, WarehouseState } from '@tandem/data-model/contract';
import { count, counted } from './numbers.ts';

/** The processes of a project: the warehouse's, those of queries, and what keeps these from the machine. */
export function computeText({ warehouse, queries: { sandbox, processes } }: Compute): string {
  const walls =
    sandbox.kind === 'bubblewrap'
      ? `in bubblewrap${sandbox.reason ? `, though ${sandbox.reason}` : ''}`
      : `without a sandbox: ${sandbox.reason}`;
  const running = processes.filter((it) => it.running).length;
  return [
    warehouseLine(warehouse),
    `queries    ${counted(processes.length, 'process', 'processes')}, ${count(running)} at work; ${walls}`,
    ...processes.map(
      ({ mine, running, memoryBytes, startedAt, loadId }) =>
        `           ${running ? 'at work' : 'idle'}, ${mine ? 'yours' : "somebody else's"}, ${megabytes(memoryBytes)}, over ${loadId ?? 'what others share'}, since ${startedAt}`,
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** The process that owns the warehouse, in one line. */
export function warehouseLine(it: WarehouseState): string {
  if (it.state === 'stopped') return 'warehouse  stopped; it starts by itself with the next call that needs it';
  const use = [...it.heldBy, ...(it.calls > 0 ? [`${counted(it.calls, 'call')} under way`] : [])];
  const parts = [
    use.length > 0 ? `at work for ${use.join(' and ')}` : 'idle',
    ...(it.memoryBytes === null ? [] : [`${megabytes(it.memoryBytes)} in memory`]),
    ...(it.memoryLimit === null ? [] : [`tables and results up to ${it.memoryLimit}`]),
    ...(it.threads === null ? [] : [counted(it.threads, 'thread')]),
    ...(it.startedAt === null ? [] : [`since ${it.startedAt}`]),
    ...(it.idleStopSeconds === null ? [] : [`stops after ${count(it.idleStopSeconds)} s without a call`]),
  ];
  return `warehouse  ${parts.join(', ')}${it.note === null ? '' : `\n           ${it.note}`}`;
}

const megabytes = (bytes: number | null): string =>
  bytes === null ? 'memory not known' : `${count(Math.round(bytes / 1e6))} MB`;
