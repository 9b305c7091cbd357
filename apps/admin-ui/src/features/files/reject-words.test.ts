import { rejectReasons } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { en } from '../../i18n/en.ts';
import { countsByReason } from './reject-words.ts';

it('counts a reason over all files, the most frequent first', () => {
  const rejects = [
    { source: 'store_sales', reason: 'empty', count: 2 },
    { source: 'date_dim', reason: 'duplicate', count: 3 },
    { source: 'date_dim', reason: 'empty', count: 4 },
  ];

  expect(countsByReason(rejects)).toEqual([
    { reason: 'empty', count: 6 },
    { reason: 'duplicate', count: 3 },
  ]);
});

it('mends in English as the engine does, but for what the engine says with a line', () => {
  expect({ ...en.rejectMend, duplicate: '' }).toEqual({ ...rejectReasons, duplicate: '' });
});
