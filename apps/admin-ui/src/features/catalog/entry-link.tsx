import type { CatalogEntry } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../ui/links.tsx';

/** The page of what an entry stands for. */
export function EntryLink({
  projectId,
  entry: { entry, kind, name },
}: {
  readonly projectId: string;
  readonly entry: CatalogEntry;
}) {
  const { t } = useTranslation();
  const params = { projectId };
  const said = t(`catalog.open.${kind}`);
  const id = entry.slice(entry.indexOf(':') + 1);
  switch (kind) {
    case 'table':
      return (
        <ButtonLink variant="default" to="/projects/$projectId/tables/$table" params={{ ...params, table: name }}>
          {said}
        </ButtonLink>
      );
    case 'file':
      return (
        <ButtonLink variant="default" to="/projects/$projectId/files" params={params}>
          {said}
        </ButtonLink>
      );
    case 'model':
      return (
        <ButtonLink variant="default" to="/projects/$projectId/training" params={params}>
          {said}
        </ButtonLink>
      );
    case 'forecast':
      return (
        <ButtonLink variant="default" to="/projects/$projectId/forecasts/$batchId" params={{ ...params, batchId: id }}>
          {said}
        </ButtonLink>
      );
    case 'endpoint':
      return (
        <ButtonLink variant="default" to="/projects/$projectId/endpoints" params={params} search={{ endpoint: name }}>
          {said}
        </ButtonLink>
      );
  }
}
