import type { Step } from '@tandem/data-model/project-file';
import { expect, it } from 'vitest';
import { planText } from './plan-text.ts';

const step = (change: Step['change'], noun: Step['noun'], name: string, rest: Partial<Step> = {}): Step => ({
  ...{ noun, name, change, why: '', differences: [] },
  ...rest,
});

it('says of each thing what becomes of it, why, and in what it differs', () => {
  const differences = [{ at: 'preset', before: '"fast"', after: '"best"' }];

  const text = planText([
    step('keep', 'project', 'Sales'),
    step('create', 'training', 'sales', { why: 'Its last run was of another job.', differences }),
    step('change', 'endpoint', 'live'),
  ]);

  expect(text).toBe(`  keep    project   Sales
+ create  training  sales
    Its last run was of another job.
    preset: "fast" -> "best"
~ change  endpoint  live
1 to create, 1 to change, 0 to wait for, 1 left.
`);
});

it('says that nothing is done where something cannot be', () => {
  const text = planText([step('create', 'star', 'shops'), step('refuse', 'domain', 'shops')]);

  expect(text).toMatch(/\n1 thing cannot become what the file says; nothing is done\.\n$/);
});

it('keeps from the terminal what a file says to it', () => {
  expect(planText([step('keep', 'project', 'a\u001b[2Jb')])).not.toContain('\u001b');
});
