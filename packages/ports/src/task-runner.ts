/**
 * The default export of a module whose tasks run on threads: given the shared value once for each thread, it returns
 * the function that does a task. Tasks and results are structured-clonable; shared memory is shared.
 */
export type TaskModule<Shared, Task, Result> = (shared: Shared) => (task: Task) => Result | Promise<Result>;

/** Runs tasks of one module, on threads or in place. */
export interface TaskRunner<Task, Result> {
  readonly threads: number;
  /** Starts when a thread is free, in the order of calls. Rejects with Cancelled at once where the signal aborts. */
  run(task: Task, signal?: AbortSignal): Promise<Result>;
  /** Stops the threads, whatever they do. */
  close(): Promise<void>;
}
