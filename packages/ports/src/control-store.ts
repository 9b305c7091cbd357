import type { Star } from '@tandem/data-model';
import type {
  BatchForecast,
  BlueprintUse,
  Domain,
  Endpoint,
  Load,
  LoadSummary,
  Model,
  NewDomain,
  NewProject,
  NewProjectProfile,
  NewTerm,
  Principal,
  ProfileVersion,
  Project,
  ProjectProfile,
  Reject,
  Teardown,
  Term,
  TrainingRun,
  Upload,
} from '@tandem/data-model/contract';

/** A record before the control store gave it an id and an instant. */
export type Unsaved<T> = Omit<T, 'id' | 'createdAt'>;

/** Records of one kind within a project. Reads of another project's record give undefined. */
export interface Collection<T extends { id: string; projectId: string }> {
  create(record: Unsaved<T>): Promise<T>;
  get(projectId: string, id: string): Promise<T | undefined>;
  /** Newest first. */
  list(projectId: string): Promise<T[]>;
  /** Changes fields where the record still is in one of `states` (any, if not given); else gives undefined. */
  update(id: string, change: Partial<Unsaved<T>>, states?: readonly string[]): Promise<T | undefined>;
}

/** Work that was accepted and has not ended: what a worker must take up again after a crash. */
export interface OpenWork {
  readonly kind: 'provision' | 'load' | 'train' | 'batch-forecast' | 'deploy' | 'teardown';
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
    /** What is not given: no description, the profile's first version, no overrides and no blueprints. */
    create(
      project: Pick<NewProject, 'domainId' | 'profileId' | 'name' | 'catalogName'> &
        Pick<Project, 'steps'> &
        Partial<Pick<Project, 'description' | 'overrides' | 'blueprints' | 'profileVersion'>>,
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
    set(projectId: string, star: Star): Promise<void>;
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
  readonly loads: Collection<Load> & {
    /** At most `limit` loads, newest first, without their reports: those that were made before the one of that id. */
    summaries(projectId: string, page: { readonly before?: string | undefined; limit: number }): Promise<LoadSummary[]>;
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
  /** Accepted work that has not ended. */
  openWork(): Promise<OpenWork[]>;
  close(): Promise<void>;
}
