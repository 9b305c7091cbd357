import { InvalidInput } from '@tandem/data-model';
import type { ApiConfig } from './deps.ts';

const gibibyte = 1024 ** 3;
const longestGib = 10;
/** Five of the longest files; the parts that came lie on the disk for 48 hours after they were announced. */
const defaultOpenGib = 50;

/** How much may be uploaded at once. Throws InvalidInput for a bound below the longest file, which could then not be uploaded in parts. */
export function readUploadLimits({
  TANDEM_OPEN_UPLOAD_GIB,
}: Readonly<Record<string, string | undefined>>): Pick<ApiConfig, 'maxUploadBytes' | 'maxOpenUploadBytes'> {
  const openGib = Number(TANDEM_OPEN_UPLOAD_GIB || defaultOpenGib);
  if (!(openGib >= longestGib && openGib <= 1_000_000)) {
    throw new InvalidInput(
      `TANDEM_OPEN_UPLOAD_GIB is "${TANDEM_OPEN_UPLOAD_GIB}".`,
      `Give a number of GiB from ${longestGib}, the longest file there may be, such as ${defaultOpenGib}.`,
    );
  }
  return { maxUploadBytes: longestGib * gibibyte, maxOpenUploadBytes: Math.floor(openGib * gibibyte) };
}
