import type { SubscriptionRequest } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';

/** Who made a request; where a token of a service did, whoever answers for it, and its name. */
export function WhoAsks({
  requestedBy,
  requesterService,
}: Pick<SubscriptionRequest, 'requestedBy' | 'requesterService'>) {
  const { t } = useTranslation();
  if (!requesterService) return requestedBy;
  return t('access.byToken', { who: requestedBy, token: requesterService.name });
}
