import type { ForecastBackend, LeasedStore, ObjectStore, ProjectPlace, Queue, Warehouse } from '@tandem/ports';
import type { RecordDeps } from './run-record.ts';

/** What jobs work with. */
export interface JobDeps extends RecordDeps {
  readonly control: LeasedStore;
  readonly queue: Pick<Queue, 'send'>;
  readonly objects: ObjectStore;
  readonly forecasts: ForecastBackend;
  /** The warehouse of a project; opened once and kept. */
  readonly warehouse: (projectId: string) => Promise<Warehouse>;
  /** Keeps a project's warehouse from being stopped while `what` goes on; what it gives ends that. */
  readonly holdWarehouse: (projectId: string, what: string) => Promise<() => void>;
  /** Everything that a project owns, in the order in which a deletion empties it. */
  readonly places: readonly ProjectPlace[];
}
