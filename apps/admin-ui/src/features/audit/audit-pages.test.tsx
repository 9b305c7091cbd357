import type { AuditEvent, Grant } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { me, project } from '../../../test/fixtures.ts';
import { renderAt } from '../../../test/render-at.tsx';
import { toInstant, toLocal } from './audit-search.ts';

const hash = 'ab'.repeat(32);
const event = (seq: number, part: Partial<AuditEvent> = {}): AuditEvent => ({
  ...{ seq, at: '2026-11-23T09:00:00.000Z', onBehalfOf: null, operation: 'changeProject', requestId: `req-${seq}` },
  ...{ actor: { kind: 'session', id: 'usr_1', name: 'ada@example.com' }, action: 'changed', hash },
  subject: { kind: 'project', id: project.id, name: project.name },
  projectId: project.id,
  domainId: project.domainId,
  changes: { name: { old: 'Sales', new: 'SalesForecastingProject' } },
  ...part,
});

it('asks by who and what, and shows what one event changed', async () => {
  const secret = event(7, {
    changes: { hash: { new: { withheld: true } }, star: { old: null, new: { sha256: hash, bytes: 2048 } } },
  });
  const { api, router } = renderAt('/installation/audit?operation=changeProject', {
    listAuditEvents: ({ query }) =>
      query.limit === '1' ? { events: [secret], next: null } : { events: [event(8), secret], next: null },
  });

  const search = await screen.findByRole('form', { name: 'Search the events' });
  fireEvent.change(within(search).getByLabelText('Who'), { target: { value: 'ada@example.com' } });
  fireEvent.submit(search);
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ operation: 'changeProject', actor: 'ada@example.com' }),
  );
  fireEvent.click((await screen.findAllByText(/2026/, { selector: 'time' })).at(-1)!);

  const changes = await screen.findByRole('table', { name: 'What changed' });
  expect(changes.textContent).toContain('withheld, as it may be a secret');
  expect(changes.textContent).toContain('hash abababababab…');
  const last = api.calls.filter(({ name }) => name === 'listAuditEvents').map(({ query }) => query);
  expect(last).toContainEqual({ operation: 'changeProject', actor: 'ada@example.com' });
  expect(last).toContainEqual({ before: '8', limit: '1' });
});

it('says which event is not as it was written, and opens it', async () => {
  const { router } = renderAt('/installation/audit', {
    listAuditEvents: { events: [event(8)], next: null },
    getAuditVerification: {
      ...{ intact: false, events: 41, head: { seq: 90, hash } },
      broken: { seq: 42, why: 'its hash does not follow from its text' },
    },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Verify the log' }));
  expect(await screen.findByText(/^Event 42 is not as it was written, after 41 that are/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Open that event' }));

  await waitFor(() => expect(router.state.location.search).toEqual({ event: 42 }));
});

it('holds the log against a number and a hash that were noted, which go together', async () => {
  const { api } = renderAt('/installation/audit', {
    listAuditEvents: { events: [], next: null },
    getAuditVerification: { intact: true, events: 90, head: { seq: 90, hash }, broken: null },
  });

  fireEvent.change(await screen.findByLabelText('Noted number'), { target: { value: '42' } });
  expect(screen.getByRole('button', { name: 'Verify the log' }).hasAttribute('disabled')).toBe(true);
  fireEvent.change(screen.getByLabelText('Noted hash'), { target: { value: hash.toUpperCase() } });
  fireEvent.click(screen.getByRole('button', { name: 'Verify the log' }));

  expect(await screen.findByText('All 90 events are as they were written.')).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'getAuditVerification')?.query).toEqual({ seq: '42', hash });
});

it('shows an owner of a domain its events, without what is of the installation', async () => {
  const { domainId } = project;
  const owner: Grant = {
    ...{ role: 'domain-owner', domainId, domainUnitIds: [], projectId: null, group: null, persona: null },
  };
  const { api } = renderAt(`/domains/${domainId}/audit`, {
    getMe: { ...me, isAdministrator: false, grants: [owner] },
    listDomainAuditEvents: { events: [event(8)], next: 3 },
  });

  expect(await screen.findByRole('button', { name: 'Show older events' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Verify the log' })).toBeNull();
  expect(api.calls.some(({ name }) => name === 'listAuditEvents')).toBe(false);
});

it('takes an instant from a field in local time and gives it back', () => {
  expect(toLocal(toInstant('2026-11-23T09:00'))).toBe('2026-11-23T09:00');
  expect([toInstant(''), toLocal(undefined)]).toEqual([undefined, '']);
});
