import { expect, it } from 'vitest';
import { moveOf } from './use-list-keys.ts';

const key = (code: string, init: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { code, ...init });

it('goes by the place of the key, whatever letter it types', () => {
  expect(moveOf(key('KeyJ', { key: 'ㅓ' }))).toBe(1);
  expect(moveOf(key('KeyK', { key: 'ㅏ' }))).toBe(-1);
  expect(moveOf(key('KeyL', { key: 'j' }))).toBe(0);
});

it('leaves a syllable that is being composed alone, and the shortcuts of the browser', () => {
  expect(moveOf(key('KeyJ', { isComposing: true }))).toBe(0);
  expect(moveOf(key('KeyJ', { ctrlKey: true }))).toBe(0);
});
