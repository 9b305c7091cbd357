import MiniSearch from 'minisearch';

/** What is looked through: text by field, an earlier field counting more. */
export interface Findable {
  readonly id: string;
  readonly texts: readonly string[];
}

const hangul = /^\p{Script=Hangul}+$/u;
const edgeOfHangul = /(?<=\p{Script=Hangul})(?=\P{Script=Hangul})|(?<=\P{Script=Hangul})(?=\p{Script=Hangul})/gu;

/** The words of a text in lower case: `store_sales`, `storeSales` and `Store-Sales` are two each, as is `A매출`. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replace(edgeOfHangul, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((it) => it !== '');
}

/**
 * Korean writes particles and compounds attached, so a Korean word counts by its pairs of syllables too: 매출 is found
 * in 월매출액을.
 */
const keptWords = (text: string): string[] =>
  wordsOf(text).flatMap((it) => (hangul.test(it) ? [...new Set([it, ...pairsOf(it)])] : [it]));

const askedWords = (text: string): string[] =>
  wordsOf(text).flatMap((it) => (hangul.test(it) && it.length > 2 ? pairsOf(it) : [it]));

function pairsOf(word: string): string[] {
  const syllables = [...word];
  return syllables.slice(1).map((it, k) => `${syllables[k]}${it}`);
}

/** Ids of what any of the texts finds, best first: by words, their beginnings, and for longer ones nearly the same. */
export function find(all: readonly Findable[], asked: readonly string[]): string[] {
  const fields = Array.from({ length: Math.max(0, ...all.map((it) => it.texts.length)) }, (_, k) => String(k));
  const index = new MiniSearch<Findable>({
    fields,
    extractField: (document, field) => (field === 'id' ? document.id : (document.texts[Number(field)] ?? '')),
    tokenize: keptWords,
    processTerm: (word) => word,
    searchOptions: { tokenize: askedWords, processTerm: (word) => word },
  });
  index.addAll([...all]);
  const boost = Object.fromEntries(fields.map((field, k) => [field, fields.length - k]));
  const isLatin = (word: string) => /^[\p{Script=Latin}\p{N}]+$/u.test(word);
  const results = index.search({
    combineWith: 'OR',
    queries: asked.map((query) => ({
      queries: [query],
      combineWith: 'AND',
      boost,
      prefix: true,
      fuzzy: (word: string) => (isLatin(word) && word.length > 4 ? 0.2 : false),
    })),
  });
  return results.map((it) => String(it.id));
}
