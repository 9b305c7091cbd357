import { RedshiftDataClient, type RedshiftDataClientConfig } from '@aws-sdk/client-redshift-data';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { redshiftLimits } from './redshift/limits.ts';

/** An answer may be lost without the connection's end; without a time for it the SDK waits for ever. */
const requestHandler = {
  connectionTimeout: 5_000,
  requestTimeout: (redshiftLimits.waitSeconds + 20) * 1000,
  throwOnRequestTimeout: true,
};

/** A client of the Data API that tries each call once: how often a call is tried again is decided in one place, `limits.ts`. */
export function redshiftClient(config: RedshiftDataClientConfig = {}): RedshiftDataClient {
  return new RedshiftDataClient({ requestHandler, ...config, maxAttempts: 1 });
}

/** A client of S3; the SDK tries its calls again by itself. */
export function s3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client(config);
}
