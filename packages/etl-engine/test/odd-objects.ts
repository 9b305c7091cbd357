import fc from 'fast-check';
import { header, utf8 } from './odd-records.ts';

// Texts whose characters are bytes, as in odd-records.ts: lines of JSON that are good, that are not, and what lies just beside.
const usual = ['12', '"42"', '"2024-05-06"', 'true', '"Ulm"', 'null', '12.5', '"7"'];
const odd = [
  ...'1 42 -1 -0 01 1. .5 +3 1.50 12.345 32767 32768 500 501 1e2 1E-3 5e-17 1234567890123456 9999.995 NaN'.split(' '),
  ...'true false null tru nulL {} {"a":1} [1] "" "7" "+3" "1.0" "0" "1" "2" "NaN" "1e2" "01"'.split(' '),
  '" "',
  '" 8 "',
  '"2024-02-29"',
  '"2023-02-29"',
  '"2024-01-01T00:00:00"',
  '"\\u0031"',
  '"a\\"b"',
  '"a\\\\"',
  '"a\tb"',
  '"a\0b"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"a,b"',
  '"a}"',
  '"123456789"',
  '"\xff\xfe"',
  '"\xed\xa0\x80"',
  '"\xe2\x82"',
  '"é"',
  '"a',
  ...['"Köln"', '"서울특별시"', '"가나다라마바사아자"', '"🙂🙂"', '"\u3000"'].map(utf8),
];
const blank = fc.oneof(
  { weight: 30, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: fc.constantFrom(' ', '\t', '  ') },
  { weight: 1, arbitrary: fc.constantFrom('\f', '\xa0', utf8('\u3000')) },
);
const names = header.split(',');
const members = names.map((name, k) =>
  fc
    .tuple(
      fc.oneof(
        { weight: 40, arbitrary: fc.constant(name) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            name.toUpperCase(),
            ` ${name}`,
            `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
          ),
        },
      ),
      blank,
      blank,
      fc.oneof({ weight: 24, arbitrary: fc.constant(usual[k]!) }, { weight: 2, arbitrary: fc.constantFrom(...odd) }),
      blank,
    )
    .map(([key, before, behind, value, last]) => `"${key}"${before}:${behind}${value}${last}`),
);
type Change = (of: readonly string[]) => readonly string[];
const changes: readonly Change[] = [
  (of) => of.toReversed(),
  (of) => of.slice(1),
  (of) => of.slice(0, -1),
  (of) => [...of, of[2]!],
  (of) => [...of, of[5]!],
  (of) => [...of, '"more":"x"'],
  (of) => ['"1":-0.5', ...of],
  (of) => [...of, ''],
];
const change = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Change>((of) => of) },
  { weight: 3, arbitrary: fc.constantFrom(...changes) },
);
const object = fc
  .tuple(fc.tuple(...members), change, blank, blank, blank)
  .map(([of, changed, before, first, behind]) => `${before}{${first}${changed(of).join()}}${behind}`);

/** Lines of JSON by the columns of odd-records.ts: most are good, some nearly, with any line ends. */
export const objects = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 12, arbitrary: object },
      { weight: 1, arbitrary: fc.constantFrom('', '  ', '{', '{}', '[1]', 'x', '{"store":1}x', utf8('\ufeff{}')) },
    ),
    fc.constantFrom('\n', '\n', '\r\n', '\r'),
  ),
  { maxLength: 12 },
);
