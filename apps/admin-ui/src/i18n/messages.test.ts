import { expect, it } from 'vitest';
import { en } from './en.ts';
import { ko } from './ko.ts';

type Tree = { readonly [key: string]: string | Tree };

function texts(tree: Tree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, it]) =>
    typeof it === 'string' ? [[`${path}${key}`, it] as [string, string]] : texts(it, `${path}${key}.`),
  );
}

const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((it) => it[1]).sort();
const english = new Map(texts(en));
const korean = new Map(texts(ko));

it('has every text in both languages', () => {
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
});

it('says the same variables in both languages', () => {
  const differing = [...english].filter(([key, text]) => `${variables(text)}` !== `${variables(korean.get(key)!)}`);

  expect(differing).toEqual([]);
});

it('has no Korean particle that would have to fit a variable before it', () => {
  const wrong = [...korean].filter(([, text]) => /\}\}(?:은|는|이|가|을|를|과|와|으로|로)(?![가-힣])/.test(text));

  expect(wrong).toEqual([]);
});

it('ends a problem with what the server says of it, which is English', () => {
  const ends = (key: string) => (key.startsWith('problemSays.') ? '{{detail}}' : '{{mend}}');
  const wrong = [...english, ...korean].filter(
    ([key, text]) => /^problem(Says|Mend)\./.test(key) && !text.endsWith(ends(key)),
  );

  expect(wrong).toEqual([]);
});

it('does not call stores left out that are forecast all the same', () => {
  const wrong = [...korean].filter(([key, text]) => /\bsetAside/.test(key) && text.includes('제외'));

  expect(wrong).toEqual([]);
});

it('raises its voice in neither language and begs in neither', () => {
  const wrong = [...english, ...korean].filter(([, text]) => /!|\bplease\b/i.test(text));

  expect(wrong).toEqual([]);
});

it('gives each feature keys of its own, so that no file hides another’s words', () => {
  const files = import.meta.glob<Record<string, Tree>>('./en/*.ts', { eager: true });
  const keys = Object.values(files).flatMap((file) => Object.values(file).flatMap(Object.keys));

  expect(keys.sort()).toEqual(Object.keys(en).sort());
});
