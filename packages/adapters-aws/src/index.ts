export { redshiftClient, s3Client } from './clients.ts';
export { type AwsSettings, awsSettings, env } from './env.ts';
export type { RedshiftConnection } from './redshift/data-api.ts';
export { type RedshiftLimits, redshiftLimits } from './redshift/limits.ts';
export { openRedshift, type RedshiftOptions } from './redshift/redshift-warehouse.ts';
export { openS3ObjectStore, type S3Place } from './s3/s3-object-store.ts';
