import { useTranslation } from 'react-i18next';
import type { problems } from '../i18n/en/problems.ts';
import { type ProblemCode, problemCodes } from '../i18n/problem-codes.ts';

interface Said {
  readonly code: string;
  readonly detail: string;
  readonly mend: string;
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
  return {
    /** A code that the portal does not know leaves the API's words as they came. */
    wordsOf: ({ code, detail, mend }: Said) =>
      isKnown(code)
        ? { detail: t(`problemSays.${code}`, { detail }), mend: mend && t(`problemMend.${code}`, { mend }) }
        : { detail, mend },
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
