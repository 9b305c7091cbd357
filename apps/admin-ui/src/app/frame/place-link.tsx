import { Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import css from './rail.module.css';
import type { PlaceName } from './use-reachable-places.ts';

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & {
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly name: PlaceName;
  readonly icon: Icon;
  readonly narrow: boolean;
  readonly of?: 'data' | 'model' | 'both';
};

/** A place in the rail: its icon and its name; narrow, the name on hover. */
export const PlaceLink = createLink(({ name, icon: Icon, narrow, of, href, ...link }: Props) => {
  const { t } = useTranslation();
  const label = t(`place.${name}`);
  return (
    <li>
      <Tooltip label={label} position="right" disabled={!narrow}>
        <a {...link} href={href} className={css.place} data-of={of} aria-label={label}>
          <Icon size={18} stroke={1.75} aria-hidden />
          {!narrow && <span>{label}</span>}
        </a>
      </Tooltip>
    </li>
  );
});
