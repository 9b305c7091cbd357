import { chance } from '../trees/chance.ts';

/** What a coalition of players reaches at each step; 1 at a player's place where it is in. Asked more than once for the same. */
export type CoalitionValue = (inside: Uint8Array) => Promise<Float64Array>;

/** Up to as many players all coalitions are asked for: 32. */
const mostExact = 5;
/** Pairs of opposite orders that are drawn for more players, at most. */
const mostPairs = 8;

/**
 * Each player's Shapley value at each step: its mean contribution over all orders in which players may come in. They
 * sum to what all reach less what none does. Exact up to five players. Beyond, the mean over up to eight seeded orders,
 * each beside its reverse, as many as ask for no more than `most` coalitions; where not even one pair does, over one
 * order alone, in which what two players do only together is wholly the later one's. All of these sum likewise.
 *
 * @param most coalitions besides the empty and the whole one that more than five players may ask for; one order is
 *   tried in any case, which asks for as many as there are players, less one
 * @returns shape (players), each of the length of `value`
 *
 * Sources: Shapley (1953), A value for n-person games; Strumbelj & Kononenko (2014), doi:10.1007/s10115-013-0679-x
 * (sampled orders); Mitchell, Cooper, Frank & Holmes (2022), Sampling permutations for Shapley value estimation, 3.1
 * (antithetic pairs).
 */
export async function shapleyValues(
  players: number,
  value: CoalitionValue,
  { seed, most }: { readonly seed: number; readonly most: number },
): Promise<Float64Array[]> {
  const orders = players <= mostExact ? allOrders(players) : drawnOrders(players, seed, most);
  const none = await value(new Uint8Array(players));
  const sums = Array.from({ length: players }, () => new Float64Array(none.length));
  for (const order of orders) {
    const inside = new Uint8Array(players);
    let before = none;
    for (const player of order) {
      inside[player] = 1;
      const after = await value(inside);
      const sum = sums[player]!;
      for (let k = 0; k < sum.length; k++) sum[k]! += (after[k]! - before[k]!) / orders.length;
      before = after;
    }
  }
  return sums;
}

/** The same, worked out once for each coalition. */
export function remembered(value: CoalitionValue): CoalitionValue {
  const known = new Map<string, Promise<Float64Array>>();
  return (inside) => {
    const key = inside.join('');
    const found = known.get(key) ?? value(inside.slice());
    known.set(key, found);
    return found;
  };
}

function allOrders(players: number): number[][] {
  if (players === 0) return [[]];
  return allOrders(players - 1).flatMap((order) =>
    Array.from({ length: players }, (_, at) => [...order.slice(0, at), players - 1, ...order.slice(at)]),
  );
}

function drawnOrders(players: number, seed: number, most: number): number[][] {
  const pairs = Math.min(mostPairs, Math.floor(most / (2 * (players - 1))));
  if (pairs < 1) return [shuffledIndexes(players, seed, 0)];
  return Array.from({ length: pairs }, (_, pair) => shuffledIndexes(players, seed, pair)).flatMap((order) => [
    order,
    order.toReversed(),
  ]);
}

/** 0 to `count` - 1 in an order that only the seed and the draw decide. Source: Fisher & Yates, in Durstenfeld's form (1964). */
export function shuffledIndexes(count: number, seed: number, draw: number): number[] {
  const order = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(chance(seed, draw, k) * (k + 1));
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
}
