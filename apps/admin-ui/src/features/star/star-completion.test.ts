import { CompletionContext } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { starJsonSchema } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { type Schema, starCompletion } from './star-completion.ts';

const complete = starCompletion(starJsonSchema() as Schema);

/** What is offered at the `|` of a text. */
function offered(text: string): string[] {
  const pos = text.indexOf('|');
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [json()] });
  return complete(new CompletionContext(state, pos, true))?.options.map((it) => it.label) ?? [];
}

it('offers the fields that an object lacks', () => {
  const labels = offered('{ "training": { "fact": "f", | } }');

  expect(labels).toContain('"target"');
  expect(labels).toContain('"statics"');
  expect(labels).not.toContain('"fact"');
});

it('offers fields while a name is being written', () => {
  expect(offered('{ "na|" }')).toContain('"name"');
});

it('offers the words that a field takes, of every choice there is', () => {
  const labels = offered('{ "facts": [ { "columns": [ { "name": "a", "type": { "kind": "|" } } ] } ] }');

  expect(labels).toEqual(expect.arrayContaining(['"integer"', '"decimal"', '"text"', '"date"']));
});

it('offers the dimensions that the text has where one is referred to', () => {
  const text = '{ "dimensions": [ { "name": "meter_dim" } ], "facts": [ { "columns": [ { "references": "|" } ] } ] }';

  expect(offered(text)).toEqual(['"meter_dim"']);
});

it('offers what a change of an attribute may do, and the columns of the file that may say since when', () => {
  const attribute = '{ "dimensions": [ { "columns": [ { "name": "site", "history": | } ] } ] }';
  const source = (name: string, feeds: string) => `{ "columns": [ { "name": "${name}" } ], "feeds": [ ${feeds} ] }`;
  const feed = '{ "table": "meter_dim", "validFrom": "|" }';
  const sources = `{ "sources": [ ${source('day', '')}, ${source('moved_on', feed)} ] }`;

  expect(offered(attribute)).toEqual(['"type 1"', '"type 2"']);
  expect(offered(sources)).toEqual(['"moved_on"']);
});
