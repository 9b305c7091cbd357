import { NotFound } from '@tandem/data-model';
import type { NewTerm, Term } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { getDomain } from '../projects/domains.ts';
import { find, wordsOf } from './words.ts';

/** Throws NotFound for the domain, Conflict where it has a term of those names. */
export async function createTerm(deps: Pick<Deps, 'control'>, domainId: string, term: NewTerm): Promise<Term> {
  await getDomain(deps, domainId);
  return deps.control.glossary.create(domainId, term);
}

/** Oldest first; or what a search finds, best first. */
export async function listTerms(deps: Pick<Deps, 'control'>, domainId: string, search: string): Promise<Term[]> {
  await getDomain(deps, domainId);
  const terms = await deps.control.glossary.list(domainId);
  if (search.trim() === '') return terms;
  const findable = terms.map((it) => ({ id: it.id, texts: [namesOf(it).join(' · '), it.description] }));
  return find(findable, [search]).map((id) => terms.find((it) => it.id === id)!);
}

/** Throws NotFound, and Conflict where another has those names. */
export async function changeTerm(
  { control }: Pick<Deps, 'control'>,
  domainId: string,
  termId: string,
  term: NewTerm,
): Promise<Term> {
  const changed = await control.glossary.change(domainId, termId, term);
  if (!changed) throw new NotFound('glossary term', termId);
  return changed;
}

/** Throws NotFound. */
export async function deleteTerm(deps: Pick<Deps, 'control'>, domainId: string, termId: string): Promise<void> {
  const known = await deps.control.glossary.list(domainId);
  if (!known.some((it) => it.id === termId)) throw new NotFound('glossary term', termId);
  await deps.control.glossary.delete(domainId, termId);
}

/** What people call a term: its names in both languages and its synonyms. */
export const namesOf = ({ ko, en, synonyms }: Pick<Term, 'ko' | 'en' | 'synonyms'>): string[] =>
  [ko, en, ...synonyms].filter((it) => it !== '');

/**
 * A search in all the words that the glossary has for it: itself first, then itself with each term's name that stands in
 * it replaced by the others, so that `sales` also asks for 매출, and `store sales` for `store 매출`.
 */
export function inOtherWords(search: string, terms: readonly Term[]): string[] {
  const asked = wordsOf(search);
  const others = terms.flatMap((term) =>
    namesOf(term).flatMap((name) => {
      const at = positionOf(wordsOf(name), asked);
      if (at < 0) return [];
      const rest = [...asked.slice(0, at), ...asked.slice(at + wordsOf(name).length)];
      return namesOf(term)
        .filter((it) => it !== name)
        .map((it) => [...rest, it].join(' '));
    }),
  );
  return [...new Set([search, ...others])];
}

/** Where words stand one after another in others; -1 where they do not. */
function positionOf(words: readonly string[], within: readonly string[]): number {
  if (words.length === 0) return -1;
  return within.findIndex((_, k) => words.every((word, n) => within[k + n] === word));
}
