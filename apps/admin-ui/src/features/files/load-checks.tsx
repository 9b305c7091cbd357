import type { LoadReport } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** The checks of a load that did not pass, in the words of the server, and how many did. */
export function LoadChecks({ checks }: { readonly checks: LoadReport['checks'] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (checks.length === 0) return null;
  const failed = checks.filter((it) => !it.passed);
  return (
    <section aria-label={t('load.checks')}>
      <h3>{t('load.checks')}</h3>
      <p>{t('load.checksPassed', { passed: number(checks.length - failed.length), all: number(checks.length) })}</p>
      <ul>
        {failed.map((it) => (
          <li key={`${it.name} ${it.on}`}>
            {t(`load.severity.${it.severity}`)}: <code>{it.name}</code> {it.detail}
          </li>
        ))}
      </ul>
    </section>
  );
}
