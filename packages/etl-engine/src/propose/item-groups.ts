import type { ProfiledColumn } from './profile-file.ts';
import type { Relations } from './relations.ts';
import { type FactFile, stem } from './roles.ts';

/** Items that no file of their own describes, though files of facts may: theirs is the dimension that `owner` feeds. */
export interface ItemGroup {
  readonly name: string;
  readonly facts: readonly FactFile[];
  readonly owner: FactFile;
  /** Columns of the owner that hardly change within an item. */
  readonly attributes: readonly ProfiledColumn[];
}

/** A text that changes for every fourth item, as an address does, still describes the item. */
const changesPerItem = 1.25;

/** Share of an item's rows from which on what they say counts; the rest are faults, as long as they are few among all rows. */
const shareThatCounts = 0.03;
const shareOfFaults = 0.1;

export async function itemGroups(facts: readonly FactFile[], relations: Relations): Promise<ItemGroup[]> {
  const groups = new Map<string, FactFile[]>();
  for (const fact of facts.filter((it) => !it.references.has(it.item))) {
    const name = stem(fact.item.name);
    groups.set(name, [...(groups.get(name) ?? []), fact]);
  }
  return Promise.all(
    [...groups].map(async ([name, ofGroup]) => {
      const described = await Promise.all(
        ofGroup.map(async (fact) => ({ fact, attributes: await attributesOf(fact, relations) })),
      );
      const [owner] = described.sort(
        (a, b) => b.attributes.length - a.attributes.length || b.fact.item.distinct - a.fact.item.distinct,
      );
      for (const { fact } of described.slice(1)) {
        const place = ({ file, item }: FactFile) => ({ file, column: item });
        await relations.matches(place(fact), place(owner!.fact));
      }
      return { name, facts: ofGroup, owner: owner!.fact, attributes: owner!.attributes };
    }),
  );
}

async function attributesOf(
  { file, item, day, references }: FactFile,
  relations: Relations,
): Promise<ProfiledColumn[]> {
  const attributes: ProfiledColumn[] = [];
  // Where an item has a row or two, everything hardly changes within it.
  if (file.rows < 3 * item.distinct) return attributes;
  const least = Math.ceil((shareThatCounts * file.rows) / item.distinct);
  const items = (await relations.combinations(file, [item], least)).found;
  for (const column of file.columns.filter((it) => it !== item && it !== day && !references.has(it))) {
    const most = column.type.kind === 'text' ? changesPerItem * items : items;
    const { found, rows } = await relations.combinations(file, [item, column], least);
    if (found <= most && rows >= (1 - shareOfFaults) * file.rows) attributes.push(column);
  }
  return attributes;
}
