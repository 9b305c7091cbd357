export { redshiftClient, s3Client } from './clients.ts';
export { type AwsSettings, env, readAwsSettings } from './env.ts';
export { type Aws, type AwsOptions, openAws } from './open-aws.ts';
export type { RedshiftConnection } from './redshift/data-api.ts';
export { type RedshiftLimits, redshiftLimits } from './redshift/limits.ts';
export { projectDatabase } from './redshift/project-database.ts';
export { openRedshift, type RedshiftOptions } from './redshift/redshift-warehouse.ts';
export { openS3ObjectStore, type S3Place } from './s3/s3-object-store.ts';
