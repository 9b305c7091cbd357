import { it } from 'vitest';
import { expectNoLookBeyond } from './known-ahead.ts';

it('scores the last window without a look at what is known beyond it, balanced too', () =>
  expectNoLookBeyond('balanced'));
