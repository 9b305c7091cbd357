/** How a CSV file separates its fields and quotes them, each by one ASCII character. */
export interface CsvForm {
  readonly delimiter: string;
  readonly quote: string;
}

/** RFC 4180, and what the warehouse is given. */
export const standardForm: CsvForm = { delimiter: ',', quote: '"' };

/** A record as a first look sees it. */
export interface RoughRecord {
  /** Without quotes, as bytes are one by one (latin1). */
  readonly fields: readonly string[];
  readonly quoted: readonly boolean[];
  /** Where the next record begins. */
  readonly end: number;
  /** Physical lines that it takes. */
  readonly lines: number;
  /** Whether its quotes open, close and double as they should; where they do not, they were read as letters. */
  readonly isClean: boolean;
}

/** The record at `from` of a text whose characters are bytes; undefined where it goes on past a text that does too. */
export function cutRecord(text: string, from: number, form: CsvForm, whole: boolean): RoughRecord | undefined {
  const fields: string[] = [];
  const quoted: boolean[] = [];
  let isClean = true;
  let at = from;
  for (;;) {
    const close = text[at] === form.quote ? closingQuote(text, at + 1, form.quote) : undefined;
    if (close === -1 && !whole) return undefined;
    if (close !== undefined && close >= 0 && isEnd(text[close + 1], form.delimiter)) {
      fields.push(text.slice(at + 1, close).replaceAll(form.quote + form.quote, form.quote));
      quoted.push(true);
      at = close + 1;
    } else {
      const start = at;
      while (!isEnd(text[at], form.delimiter)) at++;
      const field = text.slice(start, at);
      isClean &&= !field.includes(form.quote);
      fields.push(field);
      quoted.push(false);
    }
    if (text[at] === form.delimiter) {
      at++;
      continue;
    }
    const end = at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1);
    if (!whole && (at >= text.length || (text[at] === '\r' && at + 1 >= text.length))) return undefined;
    const lines = text.slice(from, at).split(/\r\n|\r|\n/).length;
    return { fields, quoted, end: Math.min(end, text.length), lines, isClean };
  }
}

/** Where the quote that closes a field stands; -1 where there is none. */
function closingQuote(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at;
}

const isEnd = (character: string | undefined, delimiter: string): boolean =>
  character === undefined || character === delimiter || character === '\n' || character === '\r';
