import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';

/** Asks for the name before something goes for good, and closes once it is gone. */
export function RemoveByName<Argument>({
  name,
  title,
  consequence,
  actLabel,
  busyLabel,
  act,
  argument,
  onGone,
  onClose,
}: {
  readonly name: string;
  readonly title: string;
  readonly consequence: string;
  readonly actLabel: string;
  readonly busyLabel: string;
  readonly act: UseMutationResult<unknown, Error, Argument>;
  readonly argument: Argument;
  readonly onGone?: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const close = () => {
    act.reset();
    onClose();
  };
  return (
    <ConfirmByName
      opened
      name={name}
      title={title}
      consequence={consequence}
      instruction={t('people.typeName', { name })}
      actLabel={actLabel}
      busyLabel={busyLabel}
      busy={act.isPending}
      error={act.error}
      onAct={() =>
        act.mutate(argument, {
          onSuccess: () => {
            close();
            onGone?.();
          },
        })
      }
      onClose={close}
    />
  );
}
