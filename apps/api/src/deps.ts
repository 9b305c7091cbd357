import type { Clock, ProvidedConnectionDeps } from '@tandem/control-plane';
import type {
  ControlStore,
  ForecastServing,
  IdentityProvider,
  ObjectStore,
  ProjectPlace,
  QueryRunner,
  Queue,
  RemoteDatabases,
  SecretBox,
  Warehouse,
  WarehouseCompute,
} from '@tandem/ports';
import type { Remembered } from './remembered.ts';

/** What the API is built from. */
export interface ApiDeps {
  /** With what it remembers, where it does. */
  readonly control: ControlStore & { readonly remembered?: Remembered };
  readonly queue: Pick<Queue, 'send'>;
  /** Lets a worker of this machine that sleeps look at what is due. */
  readonly wake: () => Promise<void>;
  readonly objects: ObjectStore;
  readonly forecasts: ForecastServing;
  /** The warehouse of a project; opened once and kept. */
  readonly warehouse: (projectId: string) => Promise<Warehouse>;
  readonly compute: WarehouseCompute;
  readonly storage: ProvidedConnectionDeps['storage'];
  readonly queries: QueryRunner;
  /** Databases outside, of the hosts that the operator has named. */
  readonly remotes: RemoteDatabases;
  /** Keeps their passwords. */
  readonly secrets: SecretBox;
  /** Who else says who a person is; none, if left out. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** Everything that a project owns, in the order in which a deletion empties it. */
  readonly places: readonly ProjectPlace[];
  readonly clock: Clock;
  readonly config: ApiConfig;
}

export interface ApiConfig {
  readonly version: string;
  /** Where people and clients reach this process, e.g. `http://127.0.0.1:4400`. */
  readonly origin: string;
  /** Whether the installation is ready for its users; under start-up, after the first flow. */
  readonly isReady: () => boolean;
  /** Folder of the built portal; undefined where there is none. */
  readonly portal: string | undefined;
  /** Longest upload in bytes. */
  readonly maxUploadBytes: number;
  /** Most bytes that the uploads in parts of a project may announce together and not have completed; at least the longest upload. */
  readonly maxOpenUploadBytes: number;
  /** Length of the parts of an upload in parts; 16 MiB where it does not say. */
  readonly uploadPartBytes?: number;
  /** Whether an address is a proxy that is believed whom it calls on behalf of, by X-Forwarded-For; none is, if left out. */
  readonly isProxy?: ((address: string) => boolean) | undefined;
  /** How often one session or token may call, on average over ten seconds; one address may twice as often. */
  readonly callsPerSecond: number;
  /** Sockets that one address may have open. */
  readonly socketsPerAddress: number;
  /** What whoever reads `/metrics` has to send; without it, that is for this machine alone. */
  readonly metricsToken: string | undefined;
  /** How long a repeated call waits for the first one to end; 20 s where it does not say. */
  readonly repeatWaitMs?: number;
  /** Whether each request is a span of a trace. */
  readonly traces?: boolean;
  /** JSON file of the log; undefined for none. */
  readonly logFile: string | undefined;
}
