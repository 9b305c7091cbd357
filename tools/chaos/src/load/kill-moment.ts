import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connected } from '../connect.ts';

/** Parts of a load's life, told apart by what has appeared: its record, then files that it keeps. */
export const phases = ['upload', 'wait', 'stage', 'merge', 'publish'] as const;
export type Phase = (typeof phases)[number];
export type Lengths = Readonly<Record<Phase, number>>;

export interface Moment {
  readonly phase: Phase;
  /** After the phase began. */
  readonly ms: number;
}

/** Until an act has gone so far that its phases may be measured, each is taken to last so long. */
export const unknownLengths: Lengths = { upload: 300, wait: 100, stage: 500, merge: 200, publish: 200 };

/** Of 1, that share goes to the phases by their length, the rest to each alike: a commit is short and worth a kill. */
const byLength = 0.5;

/** The moment that lies at a place, from 0 to 1, in the life of a load. */
export function momentAt(place: number, lengths: Lengths): Moment {
  const whole = phases.reduce((sum, it) => sum + lengths[it], 0);
  let rest = place;
  for (const phase of phases) {
    const share = (byLength * lengths[phase]) / whole + (1 - byLength) / phases.length;
    if (rest < share) return { phase, ms: (rest / share) * lengths[phase] };
    rest -= share;
  }
  return { phase: 'publish', ms: lengths.publish };
}

/** Follows an act from now on; tells when each of its phases began. */
export class LifeOfLoad {
  readonly #began = new Map<Phase, number>([['upload', performance.now()]]);
  readonly #folder: string;
  #loadId: string | undefined;

  constructor({ home, projectId }: Pick<Connected, 'home' | 'projectId'>) {
    this.#folder = path.join(home.objects, 'projects', projectId);
  }

  accepted(loadId: string): void {
    this.#loadId = loadId;
    this.#note('wait');
  }

  /** The phase that it is in now. */
  look(): Phase {
    if (this.#loadId !== undefined) {
      const has = (kind: string) => existsSync(path.join(this.#folder, kind, this.#loadId!));
      if (has('snapshots')) this.#note('publish');
      else if (has('provenance')) this.#note('merge');
      else if (has('staging')) this.#note('stage');
    }
    return [...this.#began.keys()].at(-1)!;
  }

  /** Waits for the moment; for less where `over` resolves before. Gives the phase that it was in then. */
  async reaches({ phase, ms }: Moment, over: Promise<unknown>): Promise<Phase> {
    let isOver = false;
    const end = over.then(() => {
      isOver = true;
    });
    while (!isOver && phases.indexOf(this.look()) < phases.indexOf(phase)) await sleep(1);
    const left = (this.#began.get(phase) ?? 0) + ms - performance.now();
    if (left > 0) await Promise.race([sleep(left), end]);
    return this.look();
  }

  /** How long the phases have lasted that it went through, in milliseconds; the last one ends now. */
  lengths(): Partial<Record<Phase, number>> {
    const began = [...this.#began];
    return Object.fromEntries(began.map(([it, at], k) => [it, (began[k + 1]?.[1] ?? performance.now()) - at]));
  }

  #note(phase: Phase): void {
    if (!this.#began.has(phase)) this.#began.set(phase, performance.now());
  }
}
