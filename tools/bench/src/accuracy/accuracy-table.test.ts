import { expect, it } from 'vitest';
import { withRows } from './accuracy-table.ts';

const document = `Before.

<!-- accuracy: rows are written by the bench -->
<!-- /accuracy -->

After.
`;
const figures = (SQL: number) => ({
  SQL,
  MASE: 1,
  WQL: null,
  WAPE: 0.1,
  sMAPE: 10,
  cover80: 0.806,
  windows: 2,
  ownTest: { blend: 0.4, chosen: 0.5, hindsight: 0.45 },
  seconds: 3.5,
  rss_mb: 100,
});
const notes = () => ({ anchors: { Theta: { sMAPE: 12 } }, preset: 'balanced', day: '2026-11-25' });

it('writes rows between the markers, and leaves the rest as it is', () => {
  const text = withRows(document, { b: figures(0.5) }, notes);

  expect(text.startsWith('Before.\n\n<!--')).toBe(true);
  expect(text.endsWith('<!-- /accuracy -->\n\nAfter.\n')).toBe(true);
  expect(text).toContain(
    '| b | 0.5 | 1 |  | 0.1 | 10 |  | 81 % | 0.4 / 0.5 / 0.45 | 2 | 3.5 | 100 | Theta: sMAPE 12 | 2026-11-25, balanced,',
  );
});

it('puts a set measured again in place of its old row, and keeps the others, by name', () => {
  const once = withRows(document, { b: figures(0.5), c: figures(0.7) }, notes);
  const again = withRows(once, { c: figures(0.6), a: figures(0.1) }, notes);

  const rows = again.split('\n').filter((it) => /^\| [abc] /.test(it));
  expect(rows.map((it) => it.slice(0, 9))).toEqual(['| a | 0.1', '| b | 0.5', '| c | 0.6']);
  expect(again.split('\n').filter((it) => it.startsWith('| set'))).toHaveLength(1);
});

it('keeps a row of a table that had fewer columns, each cell under its own name', () => {
  const older = document.replace(
    '\n<!-- /accuracy -->',
    '\n| set | SQL | seconds |\n|---|---|---|\n| c | 0.9 | 42 |\n<!-- /accuracy -->',
  );

  const text = withRows(older, { a: figures(0.1) }, notes);

  expect(text).toContain('| c | 0.9 |  |  |  |  |  |  |  |  | 42 |  |  |  |\n');
  expect(text.split('\n').filter((it) => it.startsWith('| set'))).toHaveLength(1);
});

it('says what is missing in a document without markers', () => {
  expect(() => withRows('Nothing.', {}, notes)).toThrow('has no lines');
});
