import { KnownError } from '@tandem/data-model';
import { useTranslation } from 'react-i18next';
import type { problems } from '../i18n/en/problems.ts';
import { type ProblemCode, problemCodes } from '../i18n/problem-codes.ts';

/** What the API said of a failure. */
interface Said {
  readonly code?: string;
  readonly detail: string;
  readonly mend: string;
}

/** What the portal says of it in the language of the page, and after that what the API said, in English. */
export interface Words {
  readonly own: string;
  readonly original: string;
}

/** What the API said of a failure, in the language of the page: by its code, and by what its faults expected and got. */
export function useProblemWords() {
  const { t } = useTranslation();
  const faultWords = (text: string): string => {
    for (const [pattern, word] of faultPatterns) {
      const found = pattern.exec(text);
      if (found) return t(`fault.${word}`, { value: found[1] ?? '' });
    }
    return text;
  };
  /** A code that the portal does not know leaves the API's words as they came. */
  const wordsOf = ({ code = '', detail, mend }: Said): { readonly detail: Words; readonly mend: Words } => ({
    detail: { own: isKnown(code) ? t(`problemSays.${code}`, { detail: '' }) : '', original: detail },
    mend: { own: isKnown(code) && mend ? t(`problemMend.${code}`, { mend: '' }) : '', original: mend },
  });
  return {
    wordsOf,
    /** The same of anything that was thrown; what the API did not say is left as it came. */
    wordsOfError: (error: unknown): Words =>
      error instanceof KnownError
        ? wordsOf({ code: error.code, detail: error.message, mend: error.mend }).detail
        : { own: '', original: error instanceof Error ? error.message : String(error) },
    faultWords,
  };
}

const isKnown = (code: string): code is ProblemCode => (problemCodes as readonly string[]).includes(code);

/** How the API words what fits and what came, by the schemas of the contract; the rest are examples, ids and the like. */
const faultPatterns: readonly (readonly [RegExp, keyof (typeof problems)['fault']])[] = [
  [/^a whole number$/, 'wholeNumber'],
  [/^a number$/, 'number'],
  [/^a string$/, 'text'],
  [/^a boolean$/, 'yesOrNo'],
  [/^an object$/, 'object'],
  [/^an array$/, 'list'],
  [/^a list of (\d+)$/, 'listOf'],
  [/^one of (.+)$/, 'oneOf'],
  [/^only (.+)$/, 'only'],
  [/^no such field$/, 'noField'],
  [/^nothing$/, 'nothing'],
  [/^(?:number|int) to be >=\s*(-?[\d.]+)$/, 'atLeast'],
  [/^(?:number|int) to be <=\s*(-?[\d.]+)$/, 'atMost'],
  [/^at most (-?[\d.]+)$/, 'atMost'],
  [/^at least (-?[\d.]+)$/, 'atLeast'],
  [/^string to have >=\s*(\d+) characters$/, 'lengthAtLeast'],
  [/^string to have <=\s*(\d+) characters$/, 'lengthAtMost'],
  [/^array to have >=\s*(\d+) items$/, 'itemsAtLeast'],
  [/^array to have <=\s*(\d+) items$/, 'itemsAtMost'],
];
