import type { Holding } from '@tandem/data-model/contract';

/**
 * One place where something of a project is kept. A project is deleted by emptying its places one after another, and
 * is gone when each of them, looked at again, holds nothing.
 */
export interface ProjectPlace {
  /** A stable word, e.g. `warehouse`. */
  readonly name: string;
  /** What emptying it does, for a person. */
  readonly does: string;
  /** How much of each kind is there, also of those of which there is none. Changes nothing. */
  look(projectId: string): Promise<Omit<Holding, 'place'>[]>;
  /**
   * Removes all that is there; what is not there is removed already, so that one that was cut off is done again from
   * its start. Throws Unavailable where something is still at work there.
   */
  empty(projectId: string): Promise<void>;
}
