import { NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { type Connection, type ConnectionChange, type NewConnection, tlsModes } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/use-act.ts';
import { asDraft, type DraftOf, useDraftOf } from '../../api/use-draft-of.ts';
import { Answer } from '../../ui/answer.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** What is asked for; a port stays as it is typed, and is empty on its way from one to another. */
type Draft = Omit<ConnectionChange, 'port' | 'password'> & { readonly port: number | string };
const empty: Draft = { name: '', host: '', port: 5432, database: '', user: '', tls: 'verify-full' };

/** Asks for what a connection needs, as it is now; it is not saved over what somebody else has made of it meanwhile. */
export function ChangeConnection({
  connectionId,
  ...rest
}: {
  readonly projectId: string;
  readonly connectionId: string;
  readonly onDone: (connectionId: string) => void;
  readonly onClose: () => void;
}) {
  const { projectId } = rest;
  const params = { projectId, connectionId };
  const { query, round, newer } = useDraftOf(connectionId, (options) => client.getConnection({ params }, options));
  return (
    <Answer query={query}>
      {(draft) => <ConnectionForm key={round} connection={draft.value} of={draft} onNewer={newer} {...rest} />}
    </Answer>
  );
}

/** Asks for what a connection needs: to add one, or to change the one that is given, whose password may stay as it is. */
export function ConnectionForm({
  projectId,
  connection,
  of,
  onNewer,
  onDone,
  onClose,
}: {
  readonly projectId: string;
  readonly connection: Connection | null;
  /** What it was when it was opened for change. */
  readonly of?: DraftOf<Connection>;
  readonly onNewer?: () => void;
  readonly onDone: (connectionId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const present = connection?.settings ? { ...connection.settings, name: connection.name } : undefined;
  const [draft, setDraft] = useState<Draft>(present ?? empty);
  const [password, setPassword] = useState('');
  const put = (part: Partial<Draft>) => setDraft((it) => ({ ...it, ...part }));
  const act = useAct(
    projectId,
    (body: ConnectionChange) =>
      connection
        ? client.changeConnection({ params: { projectId, connectionId: connection.id }, body }, asDraft(of))
        : client.createConnection({ params: { projectId }, body: { ...body, kind: 'postgresql' } as NewConnection }),
    ({ id }) => onDone(id),
  );
  const isWhole =
    [draft.name, draft.host, draft.database, draft.user].every((it) => it.trim() !== '') &&
    isPort(draft.port) &&
    (connection !== null || password !== '');
  const title = connection ? t('connections.changeTitle', { name: connection.name }) : t('connections.add');
  return (
    <FormDialog
      title={title}
      what={t('connections.formWhat')}
      act={act}
      actLabel={t(connection ? 'connections.change' : 'connections.add')}
      busyLabel={t(connection ? 'connections.changing' : 'connections.adding')}
      isWhole={isWhole}
      onSubmit={() => act.mutate({ ...draft, port: Number(draft.port), ...(password === '' ? {} : { password }) })}
      {...(onNewer && { onNewer })}
      onClose={onClose}
    >
      <TextInput
        label={t('connections.name')}
        value={draft.name}
        maxLength={64}
        data-autofocus
        onChange={(it) => put({ name: it.currentTarget.value })}
      />
      <TextInput
        label={t('connections.host')}
        description={t('connections.hostHelp')}
        placeholder="db.example.com"
        value={draft.host}
        maxLength={253}
        onChange={(it) => put({ host: it.currentTarget.value.trim() })}
      />
      <NumberInput
        label={t('connections.port')}
        value={draft.port}
        min={leastPort}
        max={mostPort}
        allowDecimal={false}
        onChange={(it) => put({ port: it })}
      />
      <TextInput
        label={t('connections.database')}
        value={draft.database}
        maxLength={63}
        onChange={(it) => put({ database: it.currentTarget.value })}
      />
      <TextInput
        label={t('connections.user')}
        description={t('connections.userHelp')}
        value={draft.user}
        maxLength={63}
        autoComplete="off"
        onChange={(it) => put({ user: it.currentTarget.value })}
      />
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        label={t('connections.password')}
        description={t(connection ? 'connections.passwordKept' : 'connections.passwordHelp')}
        value={password}
        autoComplete="new-password"
        onChange={(it) => setPassword(it.currentTarget.value)}
      />
      <NativeSelect
        label={t('connections.tlsOf')}
        value={draft.tls ?? 'verify-full'}
        data={Object.keys(tlsModes).map((value) => ({ value, label: t(`connections.tls.${value as Tls}`) }))}
        onChange={(it) => put({ tls: it.currentTarget.value as Tls })}
      />
    </FormDialog>
  );
}

type Tls = keyof typeof tlsModes;

const leastPort = 1;
const mostPort = 65_535;
const isPort = (typed: number | string) =>
  typed !== '' && Number.isInteger(Number(typed)) && Number(typed) >= leastPort && Number(typed) <= mostPort;
