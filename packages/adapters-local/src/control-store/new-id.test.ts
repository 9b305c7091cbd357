import { ProjectId } from '@tandem/data-model/contract';
import { describe, expect, it } from 'vitest';
import { newId } from './new-id.ts';

describe('newId', () => {
  it('makes ids that the contract accepts', () => {
    expect(ProjectId.parse(newId('prj', Date.now()))).toMatch(/^prj_/);
  });

  it('makes ids that ascend within a millisecond and while the clock goes back', () => {
    const now = Date.now() + 1_000_000;

    const ids = Array.from({ length: 10_000 }, (_, k) => newId('run', now - k));

    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('carries the instant in its first 48 bits, then version 7 and the RFC variant', () => {
    const now = Date.UTC(2200, 0, 1);

    const hex = newId('lod', now).slice(4);

    expect(Number.parseInt(hex.slice(0, 12), 16)).toBe(now);
    expect(hex[12]).toBe('7');
    expect('89ab').toContain(hex[16]);
  });
});
