/** A page of a list that is asked for one longer than the caller wants, to know whether it goes on. */
export async function page<T extends { readonly id: string }>(
  list: (page: { before?: string | undefined; limit: number }) => Promise<T[]>,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<{ items: T[]; next: string | null }> {
  const found = await list({ before, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items.at(-1)!.id : null };
}
