/** One place in which two things differ, as a person reads it. */
export interface Difference {
  /** Names from the top, as in `facts.store_sales.columns.total_sales.type.precision`. */
  readonly at: string;
  readonly before: string;
  readonly after: string;
}

/** Where two values of JSON differ. Lists of things with names are compared by name, others as wholes. */
export function differences(before: unknown, after: unknown, at = ''): Difference[] {
  if (isNamedList(before) && isNamedList(after)) {
    const order = (list: readonly Named[]) => list.map((it) => it.name);
    const kept = order(before).filter((it) => order(after).includes(it));
    const moved = order(after).filter((it) => kept.includes(it));
    const inOrder = JSON.stringify(kept) === JSON.stringify(moved);
    return [
      ...(inOrder ? [] : [{ at, before: `in order ${kept.join(', ')}`, after: `in order ${moved.join(', ')}` }]),
      ...differences(byName(before), byName(after), at),
    ];
  }
  if (isRecord(before) && isRecord(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((it) => differences(before[it], after[it], at ? `${at}.${it}` : it));
  }
  const [old, now] = [JSON.stringify(before, sorted), JSON.stringify(after, sorted)];
  return old === now ? [] : [{ at, before: shown(old), after: shown(now) }];
}

interface Named {
  readonly name: string;
}

const isRecord = (it: unknown): it is Readonly<Record<string, unknown>> =>
  it !== null && typeof it === 'object' && !Array.isArray(it);

/** Names that are there once each: else a thing would not be told by its name. */
function isNamedList(it: unknown): it is readonly Named[] {
  if (!Array.isArray(it)) return false;
  const names = it.map((one) => (isRecord(one) && typeof one.name === 'string' ? one.name : undefined));
  return !names.includes(undefined) && new Set(names).size === names.length;
}

const byName = (list: readonly Named[]) => Object.fromEntries(list.map((it) => [it.name, it]));

function sorted(_: string, value: unknown): unknown {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

const mostShown = 100;

function shown(json: string | undefined): string {
  if (json === undefined) return 'nothing';
  return json.length > mostShown ? `${json.slice(0, mostShown)}…` : json;
}
