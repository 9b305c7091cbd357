import type { ControlStore, Queue } from '@tandem/ports';

/** What decisions are made over. */
export interface Deps {
  readonly control: ControlStore;
  readonly queue: Pick<Queue, 'send'>;
}

/** The present instant, given by whoever puts a process together. */
export type Clock = () => Date;
