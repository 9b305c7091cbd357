import type { Project } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.tsx';

/** What a project has, with its parameters. */
export function Blueprints({ project: { blueprints } }: { readonly project: Project }) {
  const { t } = useTranslation();
  return (
    <Facts
      list={blueprints.map(({ blueprint, parameters }) => {
        const given = Object.entries(parameters);
        return [
          blueprint,
          given.length === 0
            ? t('settings.noParameters')
            : given.map(([name, value]) => (
                <div key={name}>
                  <code>
                    {name} = {String(value)}
                  </code>
                </div>
              )),
        ];
      })}
    />
  );
}
