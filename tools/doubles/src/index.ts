export type { Faults } from './redshift/faults.ts';
export { type RedshiftDouble, type RedshiftDoubleOptions, startRedshiftDouble } from './redshift/redshift-double.ts';
export { type S3Double, type S3DoubleOptions, startS3Double } from './s3/s3-double.ts';
