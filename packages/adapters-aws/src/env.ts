/** Names of the environment by which an account is given. Credentials come as the AWS SDK finds them everywhere. */
export const env = {
  region: 'AWS_REGION',
  redshiftWorkgroup: 'TANDEM_REDSHIFT_WORKGROUP',
  redshiftDatabase: 'TANDEM_REDSHIFT_DATABASE',
  /** Only where the role itself has no user in the database. */
  redshiftSecretArn: 'TANDEM_REDSHIFT_SECRET_ARN',
  bucket: 'TANDEM_S3_BUCKET',
  /** Segments before every key, such as `deployments/a`. */
  bucketPrefix: 'TANDEM_S3_PREFIX',
} as const;

/** What an environment says of an account. */
export interface AwsSettings {
  readonly region: string;
  readonly bucket: string;
  readonly bucketPrefix: string;
  readonly connection: { readonly workgroupName: string; readonly database: string; readonly secretArn?: string };
}

/** The settings, or the names that are missing. */
export function awsSettings(values: Readonly<Record<string, string | undefined>>): AwsSettings | readonly string[] {
  const needed = [env.region, env.redshiftWorkgroup, env.redshiftDatabase, env.bucket];
  const missing = needed.filter((it) => !values[it]);
  if (missing.length > 0) return missing;
  const secretArn = values[env.redshiftSecretArn];
  return {
    region: values[env.region]!,
    bucket: values[env.bucket]!,
    bucketPrefix: values[env.bucketPrefix] ?? '',
    connection: {
      workgroupName: values[env.redshiftWorkgroup]!,
      database: values[env.redshiftDatabase]!,
      ...(secretArn ? { secretArn } : {}),
    },
  };
}
