import type { Star } from '@tandem/data-model';
import type {
  BatchForecast,
  Domain,
  Endpoint,
  Load,
  LoadSummary,
  Model,
  NewDomain,
  NewProject,
  NewProjectProfile,
  Principal,
  Project,
  ProjectProfile,
  Reject,
  TrainingRun,
  Upload,
} from '@tandem/data-model/contract';
import type { KeptReplies } from './kept-replies.ts';

/** A record before the control store gave it an id and an instant. */
export type Unsaved<T> = Omit<T, 'id' | 'createdAt'>;

/** A stretch of a list that goes from new to old. */
export interface ListPage {
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Records of one kind within a project. Reads of another project's record give undefined. */
export interface Collection<T extends { id: string; projectId: string }> {
  create(record: Unsaved<T>): Promise<T>;
  get(projectId: string, id: string): Promise<T | undefined>;
  /** Newest first; at most `limit`, of those that were made before the one of that id, where a page is asked for. */
  list(projectId: string, page?: ListPage): Promise<T[]>;
  /** Changes fields where the record still is in one of `states` (any, if not given); else gives undefined. */
  update(id: string, change: Partial<Unsaved<T>>, states?: readonly string[]): Promise<T | undefined>;
}

/** Work that was accepted and has not ended: what a worker must take up again after a crash. */
export interface OpenWork {
  readonly kind: 'provision' | 'load' | 'train' | 'batch-forecast' | 'deploy';
  readonly projectId: string;
  readonly id: string;
}

/** One line of a job's log. */
export interface LogLine {
  readonly at: string;
  readonly text: string;
}

/**
 * The control plane's memory, by aggregate. Every method is one transaction. Instants are UTC in ISO 8601. Creating
 * throws Conflict where a name is taken; anything throws Unavailable where the store does not answer.
 */
export interface ControlStore {
  readonly domains: {
    create(domain: NewDomain & { portalUrl: string }): Promise<Domain>;
    list(): Promise<Domain[]>;
  };
  readonly projectProfiles: {
    create(domainId: string, profile: NewProjectProfile): Promise<ProjectProfile>;
    list(domainId: string): Promise<ProjectProfile[]>;
    get(id: string): Promise<ProjectProfile | undefined>;
  };
  readonly projects: {
    create(project: NewProject & Pick<Project, 'steps'>): Promise<Project>;
    get(id: string): Promise<Project | undefined>;
    list(): Promise<Project[]>;
    update(
      id: string,
      change: Partial<Pick<Project, 'state' | 'steps' | 'error'>>,
      states?: readonly Project['state'][],
    ): Promise<Project | undefined>;
  };
  /** The star of each project that was given one; others have the star that ships. */
  readonly stars: {
    get(projectId: string): Promise<Star | undefined>;
    set(projectId: string, star: Star): Promise<void>;
  };
  readonly uploads: Omit<Collection<Upload>, 'create'> & {
    /** An id for an upload whose bytes are stored before its record, under a key that holds the id. */
    newId(): string;
    create(upload: Omit<Upload, 'createdAt'>): Promise<Upload>;
  };
  readonly loads: Collection<Load> & {
    /** At most `limit` loads, newest first, without their reports: those that were made before the one of that id. */
    summaries(projectId: string, page: ListPage): Promise<LoadSummary[]>;
    /** Replaces the rejects of a load. */
    saveRejects(loadId: string, rejects: readonly Reject[]): Promise<void>;
    rejects(loadId: string, offset: number, limit: number): Promise<{ rejects: Reject[]; total: number }>;
  };
  readonly trainingRuns: Collection<TrainingRun> & {
    appendLog(id: string, text: string): Promise<void>;
    log(id: string): Promise<LogLine[]>;
  };
  readonly models: Omit<Collection<Model>, 'create'> & {
    /** The next version of its name. */
    create(model: Omit<Unsaved<Model>, 'version'>): Promise<Model>;
  };
  readonly endpoints: Collection<Endpoint> & {
    byName(projectId: string, name: string): Promise<Endpoint | undefined>;
    delete(id: string): Promise<void>;
    /** Ends a deployment where the endpoint still waits for this model; undefined where it was moved or deleted since. */
    endDeployment(
      id: string,
      modelId: string,
      outcome: Pick<Endpoint, 'state' | 'error'>,
    ): Promise<Endpoint | undefined>;
    /** Adds answered predictions, the last of them now. */
    countRequests(id: string, count: number): Promise<void>;
  };
  readonly batchForecasts: Collection<BatchForecast>;
  readonly identity: {
    /** Keeps the hash of a one-use secret. */
    createSignInLink(secretHash: string, expiresAt: Date): Promise<void>;
    /** Uses a link up and keeps the hash of a session in the same transaction; undefined where the link is not good. */
    redeemSignInLink(secretHash: string, sessionHash: string, expiresAt: Date): Promise<Principal | undefined>;
    createToken(tokenHash: string, name: string, projectId: string, expiresAt: Date): Promise<void>;
    /** The principal of a session's or token's hash, unless it has expired. */
    principal(hash: string): Promise<Principal | undefined>;
    deleteSession(hash: string): Promise<void>;
  };
  /** Replies to calls that may be repeated. */
  readonly keptReplies: KeptReplies;
  /** Resolves where the store answers. */
  answers(): Promise<void>;
  /** Accepted work that has not ended. */
  openWork(): Promise<OpenWork[]>;
  close(): Promise<void>;
}
