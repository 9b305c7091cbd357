import type { Covariate, TrainingFrame } from '@tandem/data-model';
import type { Model } from '../artifact/model.ts';
import { absence, codeCovariates } from '../frame/covariate-codes.ts';
import { type BasedInput, withBase } from './base-values.ts';

/** An input of one item's forecast whose part is told. */
export interface Player {
  readonly kind: 'known' | 'absence' | 'static';
  /** Of the covariate or attribute; empty for absence. */
  readonly name: string;
  /** What it is told against, as a person reads it; null for absence. */
  readonly base: string | null;
}

/** The inputs of one item, and its frame with any of them at its base. */
export interface Players {
  readonly players: readonly Player[];
  /** The frame in which the players that are out (0) have their base values over the whole future. */
  frameOf(inside: Uint8Array): TrainingFrame;
  /** The frame with every input at its base and at least so many rows. */
  allBase(rows: number): TrainingFrame;
}

/** Codes are standardised: what is nearer to 0 than this is the base but for rounding. */
const atBase = 1e-9;

/**
 * Known covariates that leave their base somewhere in the future of the frame's one item; the absence of them all,
 * where the model has learned from it and there is such a step; and attributes that are not at their base. A step
 * without any known covariate belongs to absence alone.
 */
export function playersOf(model: Model, one: TrainingFrame): Players {
  const { codes } = model.regression.design;
  const { statics } = model.regression.likeItems;
  const known = one.known.map((it) =>
    withBase(
      it,
      codes.find(({ name }) => name === it.name),
    ),
  );
  const attributes = one.statics.map((it) =>
    withBase(
      it,
      statics.find(({ name }) => name === it.name),
    ),
  );
  const from = one.history[0]!;
  const coded = codeCovariates(one, codes);
  const isAbsent = (row: number) => one.known.every(({ values }) => Number.isNaN(values[row]!));
  const moves = (values: ArrayLike<number>) => {
    for (let row = from; row < values.length; row++) if (Math.abs(values[row]!) > atBase) return true;
    return false;
  };
  const players: Player[] = [];
  const place = new Map<BasedInput, number>();
  const add = (player: Player, input: BasedInput | undefined) => {
    if (input) place.set(input, players.length);
    players.push(player);
  };
  for (const it of known) {
    const c = codes.findIndex(({ name }) => name === it.input.name);
    if (c >= 0 && moves(coded[c]!.values)) add({ kind: 'known', name: it.input.name, base: it.text }, it);
  }
  const absent = players.length;
  const c = codes.findIndex(({ name }) => name === absence);
  const hasAbsence = c >= 0 && moves(coded[c]!.values);
  if (hasAbsence) add({ kind: 'absence', name: '', base: null }, undefined);
  for (const it of attributes) {
    const value = it.input.values[0]!;
    const used = statics.some(({ name }) => name === it.input.name);
    if (used && !Number.isNaN(value) && Math.abs(value - it.base) > atBase)
      add({ kind: 'static', name: it.input.name, base: it.text }, it);
  }
  const isIn = (inside: Uint8Array, it: BasedInput) => !place.has(it) || inside[place.get(it)!] === 1;
  return {
    players,
    frameOf: (inside) => ({
      ...one,
      known: known.map((it) => {
        const own = isIn(inside, it);
        const emptied = !hasAbsence || inside[absent] === 1;
        return own && emptied ? it.input : settle(it, from, (row) => (isAbsent(row) ? !emptied : !own));
      }),
      statics: attributes.map((it) => (isIn(inside, it) ? it.input : atItsBase(it))),
    }),
    allBase: (rows) => {
      const longer = lengthen(one, rows);
      return {
        ...longer,
        known: known.map((it, k) => settle({ ...it, input: { ...it.input, values: longer.known[k]!.values } }, from)),
        statics: attributes.map((it) => (place.has(it) ? atItsBase(it) : it.input)),
      };
    },
  };
}

const atItsBase = ({ input, base }: BasedInput): Covariate => ({ ...input, values: Float64Array.of(base) });

/** The covariate with the chosen rows from `from` on at its base. */
function settle({ input, base }: BasedInput, from: number, chosen: (row: number) => boolean = () => true): Covariate {
  return { ...input, values: input.values.map((it, row) => (row >= from && chosen(row) ? base : it)) };
}

function lengthen(one: TrainingFrame, rows: number): TrainingFrame {
  const length = Math.max(rows, one.target.length);
  const longer = (values: Float64Array) => {
    const out = new Float64Array(length).fill(Number.NaN);
    out.set(values);
    return out;
  };
  const column = (it: Covariate): Covariate => ({ ...it, values: longer(it.values) });
  return {
    ...one,
    offset: Int32Array.of(0, length),
    target: longer(one.target),
    known: one.known.map(column),
    past: one.past.map(column),
  };
}
