import { expect, it } from 'vitest';
import { teardownPlanText } from './teardown-plan-text.ts';

it('says what each place holds', () => {
  const uploads = { place: 'objects', name: 'uploads', count: 3, bytes: 1_500_000 };
  const models = { place: 'objects', name: 'models', count: 0, bytes: 0 };
  const steps = [
    { place: 'jobs', does: 'Open ones are cancelled', holdings: [] },
    { place: 'objects', does: 'All are deleted', holdings: [uploads, models] },
  ];

  expect(teardownPlanText({ projectId: 'prj_1', name: 'Sales', steps, bytes: 1_500_000 })).toBe(
    `Sales (prj_1), 1,500,000 bytes to be freed

jobs: Open ones are cancelled
  nothing there
objects: All are deleted
  uploads 3 (1,500,000 bytes)
`,
  );
});
