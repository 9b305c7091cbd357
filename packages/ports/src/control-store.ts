import type { Star } from '@tandem/data-model';
import type {
  BatchForecast,
  BlueprintUse,
  DeadJob,
  Domain,
  Endpoint,
  Job,
  JobError,
  JobPriority,
  JobState,
  Load,
  LoadSummary,
  Model,
  NewDomain,
  NewProject,
  NewProjectProfile,
  NewTerm,
  ProfileVersion,
  Project,
  ProjectProfile,
  Reject,
  Teardown,
  Term,
  TrainingRun,
  Upload,
} from '@tandem/data-model/contract';
import type { AuditLog } from './audit-log.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { IdentityStore } from './identity-store.ts';
import type { KeptReplies } from './kept-replies.ts';
import type { QuotaStore } from './quota-store.ts';
import type { Ending, SharingStore } from './sharing-store.ts';
import type { UploadSessions } from './upload-sessions.ts';
import type { WorkflowRunStore, WorkflowStore } from './workflow-store.ts';

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
  readonly kind: 'provision' | 'load' | 'train' | 'batch-forecast' | 'deploy' | 'workflow' | 'teardown';
  readonly projectId: string;
  readonly id: string;
  /** Interactive where it does not say. */
  readonly priority?: JobPriority;
}

/** Work of a kind that has a record of its own, a lease and a log; deleting a project outlives those. */
export type JobWork = OpenWork & { readonly kind: Job['kind'] };

/** A worker's right to change what a job changes, until another attempt at it begins or it is cancelled. */
export interface Lease {
  readonly jobId: string;
  readonly projectId: string;
  /** Greater than that of every earlier attempt. */
  readonly token: number;
  /** 1 for the first since it was accepted, requeued, or came to an end. */
  readonly attempt: number;
}

/** What the control store knows of jobs, whatever their kind; the rest stands in the record of that id. */
export interface Jobs {
  /** A page, newest first, of all or of one kind or state. */
  list(
    projectId: string,
    page: {
      readonly kind?: Job['kind'] | undefined;
      readonly state?: JobState | undefined;
      offset: number;
      limit: number;
    },
  ): Promise<{ jobs: Job[]; total: number }>;
  get(projectId: string, id: string): Promise<Job | undefined>;
  appendLog(job: { readonly projectId: string; readonly id: string }, text: string): Promise<void>;
  log(id: string): Promise<LogLine[]>;

  /** Begins an attempt: whoever had the job before can change nothing more. Throws NotFound where its project is gone. */
  claim(work: JobWork): Promise<Lease>;
  holds(lease: Lease): Promise<boolean>;
  /** Ends an attempt: after `done` the next one is the first of a new time; `returned` does not count this one. */
  release(lease: Lease, how: 'done' | 'returned'): Promise<void>;
  /**
   * Ends the record of a job that has not ended, as cancelled, or as failed with this error where its kind knows no
   * `cancelled`, and takes the lease of whoever has it. False where it has ended. What `also` changes, it changes in the same
   * transaction, once the record has ended.
   */
  cancel(
    job: Pick<Job, 'id' | 'projectId' | 'kind'>,
    error: JobError,
    also?: (inside: ControlStore) => Promise<void>,
  ): Promise<boolean>;

  /** Ends the record of a job as failed, and keeps it among those that were given up. Throws LeaseLost. */
  bury(lease: Lease, work: JobWork, error: JobError): Promise<void>;
  /** The latest first. */
  dead(): Promise<DeadJob[]>;
  /** Opens the record of a job again that was given up; undefined where there is none. */
  revive(id: string): Promise<JobWork | undefined>;
  /** Takes a job off those that were given up; false where it is none. */
  discard(id: string): Promise<boolean>;
}

/** The control store as an attempt at a job has it: every change throws LeaseLost once the lease is another's. */
export interface LeasedStore extends ControlStore {
  /**
   * Does `act` once in the life of the job, however often it is attempted: its changes and the note that they were made
   * are one transaction. Undefined where they were made before.
   */
  once<T>(effect: string, act: (control: ControlStore) => Promise<T>): Promise<T | undefined>;
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
    /** `ownerId` is the user who owns it. */
    create(domain: NewDomain & { portalUrl: string }, ownerId?: string): Promise<Domain>;
    list(): Promise<Domain[]>;
    /** Throws Conflict where the name is taken; undefined where there is no such domain. */
    rename(id: string, name: string): Promise<Domain | undefined>;
    /** How many rows each table holds of a domain, as `projects.rows`. */
    rows(id: string): Promise<{ readonly table: string; readonly rows: number }[]>;
    /** With its profiles and all else of it. Throws Conflict while it has projects. */
    delete(id: string): Promise<void>;
  };
  readonly projectProfiles: {
    create(domainId: string, profile: NewProjectProfile): Promise<ProjectProfile>;
    list(domainId: string): Promise<ProjectProfile[]>;
    get(id: string): Promise<ProjectProfile | undefined>;
    /** Newest first. */
    versions(id: string): Promise<ProfileVersion[]>;
    /** Names it so, and where blueprints are given, makes them its next version. Throws Conflict where the name is taken. */
    change(
      id: string,
      change: { name: string; blueprints?: readonly BlueprintUse[] },
    ): Promise<ProjectProfile | undefined>;
    /** With its versions. Throws Conflict while a project uses it. */
    delete(id: string): Promise<void>;
  };
  readonly projects: {
    /** `ownerId` is the user who owns it. What is not given: no unit, no description, the profile's first version, no overrides and no blueprints. */
    create(
      project: Pick<NewProject, 'domainId' | 'profileId' | 'name' | 'catalogName'> &
        Pick<Project, 'steps'> &
        Partial<Pick<Project, 'domainUnitId' | 'description' | 'overrides' | 'blueprints' | 'profileVersion'>>,
      ownerId?: string,
    ): Promise<Project>;
    get(id: string): Promise<Project | undefined>;
    list(): Promise<Project[]>;
    /** Throws Conflict where a new name is taken. */
    update(
      id: string,
      change: Partial<
        Pick<Project, 'name' | 'description' | 'blueprints' | 'profileVersion' | 'state' | 'steps' | 'error'>
      >,
      states?: readonly Project['state'][],
    ): Promise<Project | undefined>;
    /**
     * How many rows each table holds of a project, those first that others do not refer to: every table that refers to
     * projects, by however many others, and last the project itself.
     */
    rows(id: string): Promise<{ readonly table: string; readonly rows: number }[]>;
    /** Deletes those rows and the project, all or none. */
    deleteRows(id: string): Promise<void>;
  };
  /** Deletions of projects; their records outlive the projects. */
  readonly teardowns: {
    /** The one that the project has, where it has one already. Its project is `deleting` from then on, and takes no new record. */
    begin(teardown: Pick<Teardown, 'projectId' | 'steps' | 'found'>): Promise<Teardown | undefined>;
    get(id: string): Promise<Teardown | undefined>;
    /** Newest first. */
    list(): Promise<Teardown[]>;
    update(
      id: string,
      change: Partial<Pick<Teardown, 'state' | 'steps' | 'left' | 'error' | 'startedAt' | 'endedAt'>>,
      states?: readonly Teardown['state'][],
    ): Promise<Teardown | undefined>;
  };
  /** The star of each project that was given one; others have the star that ships. */
  readonly stars: {
    get(projectId: string): Promise<Star | undefined>;
    /** With it, in the same transaction, listings of these entries of the project are taken back. */
    set(
      projectId: string,
      star: Star,
      gone?: { readonly entries: readonly string[]; readonly ending: Ending },
    ): Promise<void>;
  };
  /** The words of each domain. */
  readonly glossary: {
    /** Throws Conflict where the domain has a term of the same names. */
    create(domainId: string, term: NewTerm): Promise<Term>;
    /** Oldest first. */
    list(domainId: string): Promise<Term[]>;
    change(domainId: string, id: string, term: NewTerm): Promise<Term | undefined>;
    /** Also from the entries that have it. */
    delete(domainId: string, id: string): Promise<void>;
    /** Ids of the terms of each entry of a project's catalog that has any. */
    ofEntries(projectId: string): Promise<Map<string, string[]>>;
    /** Replaces the terms of an entry. */
    setEntry(projectId: string, entry: string, termIds: readonly string[]): Promise<void>;
  };
  readonly uploads: Omit<Collection<Upload>, 'create'> & {
    /** An id for an upload whose bytes are stored before its record, under a key that holds the id. */
    newId(): string;
    create(upload: Omit<Upload, 'createdAt'>): Promise<Upload>;
  };
  readonly uploadSessions: UploadSessions;
  readonly loads: Collection<Load> & {
    /** At most `limit` loads, newest first, without their reports: those that were made before the one of that id. */
    summaries(projectId: string, page: ListPage): Promise<LoadSummary[]>;
    /** Replaces the rejects of a load. */
    saveRejects(loadId: string, rejects: readonly Reject[]): Promise<void>;
    rejects(loadId: string, offset: number, limit: number): Promise<{ rejects: Reject[]; total: number }>;
  };
  readonly trainingRuns: Collection<TrainingRun>;
  readonly models: Omit<Collection<Model>, 'create'> & {
    /** The next version of its name. */
    create(model: Omit<Unsaved<Model>, 'version'>): Promise<Model>;
  };
  readonly endpoints: Collection<Endpoint> & {
    /** Throws Conflict where the name is taken, in a transaction too, which may go on. */
    create(endpoint: Unsaved<Endpoint>): Promise<Endpoint>;
    byName(projectId: string, name: string): Promise<Endpoint | undefined>;
    /** Takes its listing back in the same transaction: whatever has its name next was never published. */
    delete(id: string, ending: Ending): Promise<void>;
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
  /** Ways to databases outside. */
  readonly connections: ConnectionStore;
  readonly workflows: WorkflowStore;
  readonly workflowRuns: WorkflowRunStore;
  /** What projects give each other to read. */
  readonly sharing: SharingStore;
  /** What domains and projects may use. */
  readonly quotas: QuotaStore;
  readonly identity: IdentityStore;
  readonly audit: AuditLog;
  readonly jobs: Jobs;
  /** The same store for an attempt at a job. */
  under(lease: Lease): LeasedStore;
  /** Replies to calls that may be repeated. */
  readonly keptReplies: KeptReplies;
  /** Resolves where the store answers. */
  answers(): Promise<void>;
  /** Accepted work that has not ended. */
  openWork(): Promise<OpenWork[]>;
  close(): Promise<void>;
}
