import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import type { Place } from './json-place.ts';
import type { PlacedFault } from './star-faults.ts';
import css from './star-text-view.module.css';

/** What does not fit, in the order of the text, each with the way to its line. */
export function FaultList({
  faults,
  syntax,
  text,
  onGoTo,
}: {
  readonly faults: readonly PlacedFault[];
  readonly syntax: string | undefined;
  readonly text: string;
  readonly onGoTo: (place: Place) => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (faults.length === 0) return null;
  return (
    <ul className={css.faults} aria-label={t('star.problemList')}>
      {faults.map((it) => (
        <li key={`${it.at} ${it.expected} ${it.got}`}>
          <button type="button" onClick={() => onGoTo(it)}>
            {t('star.line', { line: number(lineOf(text, it.from)) })}
          </button>
          {it.at && <code>{it.at}</code>}
          <span>{syntax ?? t('problem.expected', { expected: it.expected, got: it.got })}</span>
        </li>
      ))}
    </ul>
  );
}

const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length;
