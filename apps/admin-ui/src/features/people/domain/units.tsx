import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { domainUnitsQuery } from '../../../api/people.ts';
import { projectsQuery } from '../../../api/projects.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import css from '../people.module.css';
import { CreateForm } from './create-form.tsx';
import { type PartProps, Things } from './things.tsx';
import { UnitDetail } from './unit-detail.tsx';
import { UnitSelect } from './unit-select.tsx';
import { type UnitNode, unitTree } from './unit-tree.ts';
import { useOpen } from './use-open.ts';

/** The units of a domain as a tree, and one of them beside. */
export function Units({ domainId, isTheirs, open }: PartProps) {
  const { t } = useTranslation();
  const [parentId, setParentId] = useState<string | null>(null);
  const query = useQuery(domainUnitsQuery(domainId));
  const go = useOpen(domainId, 'units');
  const create = useDomainAct(
    domainId,
    (name: string) => client.createDomainUnit({ params: { domainId }, body: { name, parentId } }),
    ({ id }) => go(id),
  );
  const units = query.data ?? [];
  const unit = units.find(({ id }) => id === open);
  return (
    <>
      {isTheirs && (
        <CreateForm of="units" act={create}>
          <UnitSelect units={units} value={parentId} onChoose={setParentId} />
        </CreateForm>
      )}
      <Things
        query={query}
        none={t('units.none')}
        noneNext={t('units.noneNext')}
        detail={unit && <UnitDetail key={unit.id} unit={unit} units={units} isTheirs={isTheirs} onClose={() => go()} />}
      >
        {(all) => (
          <nav className={css.tree} aria-label={t('units.tree')}>
            <Level domainId={domainId} nodes={unitTree(all)} open={open} />
          </nav>
        )}
      </Things>
    </>
  );
}

function Level({
  domainId,
  nodes,
  open,
}: {
  readonly domainId: string;
  readonly nodes: readonly UnitNode[];
  readonly open: string | undefined;
}) {
  const { t } = useTranslation();
  const { data: projects = [] } = useQuery(projectsQuery());
  return (
    <ul>
      {nodes.map(({ unit: { id, name }, below }) => {
        const count = projects.filter((it) => it.domainUnitId === id).length;
        return (
          <li key={id}>
            <Link
              to="/domains/$domainId/people"
              params={{ domainId }}
              search={{ part: 'units', id }}
              aria-current={id === open ? 'page' : undefined}
            >
              {name}
              {count > 0 && <small>{t('units.projects', { count })}</small>}
            </Link>
            {below.length > 0 && <Level domainId={domainId} nodes={below} open={open} />}
          </li>
        );
      })}
    </ul>
  );
}
