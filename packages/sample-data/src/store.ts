import type { Day } from '@tandem/data-model';
import { type State, states, streets } from './german-places.ts';
import { type RandomStream, randomStream } from './random-stream.ts';
import type { SampleWindow } from './sample-options.ts';

/** A store and the parameters of its demand; "log" terms add to the logarithm of expected sales. */
export interface Store {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  readonly city: string;
  /** Code of the German state. */
  readonly state: string;
  readonly format: Format;
  readonly opensSundays: boolean;
  readonly opensHolidays: boolean;
  /** First trading day where the store opens during the sample. */
  readonly openedOn: Day | undefined;
  readonly refurbishment: Refurbishment | undefined;
  /** Log of expected daily sales, EUR, on an average day at the window's start. */
  readonly level: number;
  /** Log a year before the bend, and after it. */
  readonly growth: number;
  readonly laterGrowth: number;
  readonly bend: Day;
  /** Log by weekday, Monday first. */
  readonly weekday: readonly number[];
  /** Log: cosine and sine of one and two turns a year. */
  readonly yearly: readonly number[];
  /** Share of the chain's date effects (Christmas, paydays) that this store feels. */
  readonly dateShare: number;
  readonly schoolHoliday: number;
  /** Log on the last trading day before a public holiday that closes the store. */
  readonly holidayEve: number;
  readonly promotionPlan: number | undefined;
  /** Log on a promotion day, and lost again for each unit of carry-over. */
  readonly promotionLift: number;
  readonly carryOver: number;
  /** Standard deviation of log noise that does not shrink, and the part that falls with the size of sales. */
  readonly noise: number;
  readonly smallSalesNoise: number;
  /** Probability by weekday of no sale at all on an open day. */
  readonly zeroShare: readonly number[];
}

export interface Refurbishment {
  /** Closed from this day up to and without `to`. */
  readonly from: Day;
  readonly to: Day;
  /** Log, for good, after it. */
  readonly lift: number;
  /** Where the store moved meanwhile, its new address. */
  readonly newAddress: string | undefined;
}

const formats = {
  market: { share: 0.7, name: 'Auenhof Markt', typicalSales: 8.5, spread: 0.35, weekend: 0.16, plans: [0, 1, 2] },
  city: { share: 0.15, name: 'Auenhof City,', typicalSales: 8.2, spread: 0.3, weekend: -0.05, plans: [3, 4] },
  station: { share: 0.07, name: 'Auenhof Bahnhof', typicalSales: 8.4, spread: 0.25, weekend: 0.02, plans: [5] },
  kiosk: { share: 0.08, name: 'Kiosk', typicalSales: 4.3, spread: 0.5, weekend: 0.05, plans: [] },
} as const;
export type Format = keyof typeof formats;

const nicknames = ['Am Eck', 'Zur Post', 'Nordlicht', 'Bei Anna', 'Drei Linden'];
const typicalWeek = [0.03, -0.04, -0.03, 0, 0.1, 0, -0.3];
/** Usual value, and size of a store's own: cosine and sine of one turn a year, then of two. */
const typicalYear = [
  [-0.04, 0.03],
  [-0.03, 0.03],
  [0.02, 0.015],
  [0.01, 0.015],
] as const;

/** Store `id` of a seed; independent of the other stores. */
export function drawStore(seed: number, id: number, window: SampleWindow): Store {
  const random = randomStream(seed, 'store', id);
  const { code, cities } = weighted(random, states, (it: State) => it.share);
  const city = random.pick(cities);
  const format = weighted(random, Object.keys(formats) as Format[], (it) => formats[it].share);
  const { name, typicalSales, spread, weekend, plans } = formats[format];
  const kiosk = format === 'kiosk';
  const address = streetAddress(random);
  // The sum of three uniform draws: bell-shaped, and never far out.
  const bell = () => random.between(-1, 1) + random.between(-1, 1) + random.between(-1, 1);
  const emptiness = kiosk ? random.between(0.08, 0.55) : 0;
  const growth = random.between(-0.05, 0.08);
  const opensSundays = format === 'station' || (kiosk && random.chance(0.4));
  return {
    id,
    name: kiosk ? `${name} "${random.pick(nicknames)}" ${id}` : `${name} ${city} ${id}`,
    address,
    city,
    state: code,
    format,
    opensSundays,
    opensHolidays: opensSundays && random.chance(0.7),
    openedOn: drawOpening(random, window),
    refurbishment: drawRefurbishment(random, window),
    level: typicalSales + spread * bell(),
    growth,
    laterGrowth: random.chance(0.3) ? random.between(-0.1, 0.1) : growth,
    bend: window.first + Math.floor((window.last - window.first) * random.between(0.2, 0.8)),
    weekday: typicalWeek.map((usual, day) => usual + (day === 5 ? weekend : 0) + 0.03 * bell()),
    yearly: typicalYear.map(([usual, size]) => usual + size * bell()),
    dateShare: kiosk ? random.between(0, 0.4) : random.between(0.6, 1.3),
    schoolHoliday: random.between(-0.1, 0.08),
    holidayEve: random.between(0.06, 0.2),
    promotionPlan: plans.length === 0 ? undefined : random.pick(plans),
    promotionLift: random.between(0.12, 0.45),
    carryOver: random.between(0.02, 0.08),
    noise: random.between(0.07, 0.14),
    smallSalesNoise: kiosk ? random.between(0.35, 0.6) : random.between(0.03, 0.1),
    zeroShare: typicalWeek.map((usual) => emptiness * (1 - usual)),
  };
}

function weighted<T>(random: RandomStream, choices: readonly T[], weight: (choice: T) => number): T {
  const total = choices.reduce((sum, it) => sum + weight(it), 0);
  let left = random.uniform() * total;
  for (const choice of choices) {
    left -= weight(choice);
    if (left < 0) return choice;
  }
  return choices[choices.length - 1]!;
}

function streetAddress(random: RandomStream): string {
  const street = `${random.pick(streets)} ${1 + random.below(140)}`;
  return random.chance(0.1) ? `${street}, Eingang ${random.pick(['A', 'B', 'C'])}` : street;
}

/** One store in twelve opens during a sample of half a year or more; an eighth of these in its last weeks. */
function drawOpening(random: RandomStream, { first, last }: SampleWindow): Day | undefined {
  const opens = random.chance(1 / 12) && last - first >= 180;
  const justOpened = random.chance(1 / 8);
  const position = random.uniform();
  if (!opens) return undefined;
  return justOpened ? last - 5 - Math.floor(18 * position) : first + 14 + Math.floor((last - first - 60) * position);
}

/** One store in ten closes for weeks, a few of these for months or within the holdout; most sell more afterwards. */
function drawRefurbishment(random: RandomStream, { first, last }: SampleWindow): Refurbishment | undefined {
  const closes = random.chance(0.1) && last - first >= 365;
  const length = random.chance(1 / 6) ? 120 + random.below(65) : 14 + random.below(47);
  const inHoldout = random.chance(0.15);
  const position = random.uniform();
  const lift = random.between(0, 0.1);
  const newAddress = random.chance(0.25) ? streetAddress(random) : undefined;
  if (!closes) return undefined;
  const from = inHoldout
    ? last + 5 + Math.floor(40 * position)
    : first + 60 + Math.floor((last - first - 90 - length) * position);
  return { from, to: from + length, lift, newAddress };
}
