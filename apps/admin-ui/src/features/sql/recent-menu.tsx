import { Button, Menu } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { When } from '../../ui/when.tsx';
import css from './recent-menu.module.css';
import type { RecentQuery } from './recent-queries.ts';

/** What was run in this tab, to be taken up again. */
export function RecentMenu({
  recent,
  onChoose,
}: {
  readonly recent: readonly RecentQuery[];
  readonly onChoose: (sql: string) => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <Menu width={420} position="bottom-start" classNames={{ itemLabel: css.item ?? '' }}>
      <Menu.Target>
        <Button
          variant="default"
          disabled={recent.length === 0}
          title={recent.length === 0 ? t('sql.recentNone') : undefined}
          leftSection={<IconHistory size={15} aria-hidden />}
        >
          {t('sql.recent')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css.list ?? ''}>
        <Menu.Label>{t('sql.recentHelp')}</Menu.Label>
        {recent.map(({ sql, at, rows }) => (
          <Menu.Item key={sql} title={sql} onClick={() => onChoose(sql)}>
            <code className={css.sql}>{sql.replaceAll(/\s+/g, ' ').trim()}</code>
            <span className={css.how}>
              <When at={at} /> · {rows === null ? t('sql.noAnswer') : t('figure.rows', { value: number(rows) })}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
