import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { CheckResult } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import css from './load-checks.module.css';

/** The checks of a load: how many passed, and those that did not with what the server found; the others on request. */
export function LoadChecks({ checks }: { readonly checks: readonly CheckResult[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (checks.length === 0) return null;
  const passed = checks.filter((it) => it.passed);
  const failed = checks.filter((it) => !it.passed).sort(criticalFirst);
  return (
    <section className={css.checks} aria-label={t('load.checks')}>
      <h3>{t('load.checks')}</h3>
      <p>{t('load.checksPassed', { passed: number(passed.length), all: number(checks.length) })}</p>
      {failed.length > 0 && (
        <ul>
          {failed.map((it) => (
            <Check key={`${it.name} ${it.on}`} check={it} />
          ))}
        </ul>
      )}
      {passed.length > 0 && (
        <details>
          <summary>{t('load.checksThatPassed')}</summary>
          <ul>
            {passed.map((it) => (
              <Check key={`${it.name} ${it.on}`} check={it} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Check({ check }: { readonly check: CheckResult }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { name, on, severity, passed, found, detail } = check;
  // What the engine says of records it is said in the language of the page; all else stays as it came.
  const isSetAside = detail === `${found} records of ${on} were set aside.`;
  const said = isSetAside ? t('load.setAside', { records: number(found) }) : detail;
  const Icon = passed ? IconCircleCheck : severity === 'critical' ? IconCircleX : IconAlertTriangle;
  return (
    <li data-tone={passed ? 'good' : severity}>
      <Icon size={15} aria-hidden />
      <div>
        <p>
          {!passed && `${t(`load.severity.${severity}`)}: `}
          {t(`load.check.${name}`)} <code>{on}</code>
        </p>
        {said && <p className={css.detail}>{said}</p>}
      </div>
    </li>
  );
}

const criticalFirst = (a: CheckResult, b: CheckResult) =>
  Number(b.severity === 'critical') - Number(a.severity === 'critical');
