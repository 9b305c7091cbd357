import { type Fault, InvalidInput, isObjectKey } from '@tandem/data-model';

/**
 * Names of the environment by which an account is given. Credentials and addresses (`AWS_ENDPOINT_URL_S3`,
 * `AWS_ENDPOINT_URL_REDSHIFT_DATA`) come as the AWS SDK finds them everywhere.
 */
export const env = {
  /** `redshift`, or `duckdb` where it is left out. */
  warehouse: 'TANDEM_WAREHOUSE',
  region: 'AWS_REGION',
  redshiftWorkgroup: 'TANDEM_REDSHIFT_WORKGROUP',
  /** The database that is there already; each project gets one of its own beside it. */
  redshiftDatabase: 'TANDEM_REDSHIFT_DATABASE',
  /** Only where the role of the server itself is to be no user of the database. */
  redshiftSecretArn: 'TANDEM_REDSHIFT_SECRET_ARN',
  /** By which COPY and UNLOAD reach the bucket; the default role of the namespace where it is left out. */
  redshiftCopyRoleArn: 'TANDEM_REDSHIFT_COPY_ROLE_ARN',
  bucket: 'TANDEM_S3_BUCKET',
  /** Segments before every key, such as `deployments/a`. */
  bucketPrefix: 'TANDEM_S3_PREFIX',
  /** The most that copies of snapshots, which queries read, may take on this machine. */
  sqlCacheBytes: 'TANDEM_SQL_CACHE_BYTES',
} as const;

type Name = (typeof env)[keyof typeof env];

/** What an environment says of an account. */
export interface AwsSettings {
  readonly region: string;
  readonly bucket: string;
  readonly bucketPrefix: string;
  readonly copyRoleArn: string | undefined;
  readonly sqlCacheBytes: number;
  readonly connection: { readonly workgroupName: string; readonly database: string; readonly secretArn?: string };
}

/** What each setting must be, and the words in which a refusal says it. */
const forms: Readonly<Record<Exclude<Name, typeof env.warehouse>, readonly [RegExp, string]>> = {
  [env.region]: [/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region, such as eu-west-1'],
  [env.redshiftWorkgroup]: [/^[a-z0-9-]{3,64}$/, 'the name of a workgroup of Redshift Serverless'],
  [env.redshiftDatabase]: [/^[a-z_][a-z0-9_]{0,126}$/, 'the name of a database, in lower case'],
  [env.redshiftSecretArn]: [
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/,
    'the ARN of a secret of Secrets Manager',
  ],
  [env.redshiftCopyRoleArn]: [/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the ARN of a role of IAM'],
  [env.bucket]: [/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'],
  [env.bucketPrefix]: [/^/, 'segments of letters, digits, ., _, = and - between slashes'],
  [env.sqlCacheBytes]: [/^[1-9]\d{6,14}$/, 'a number of bytes, 1000000 at least'],
};

const needed = [env.region, env.redshiftWorkgroup, env.redshiftDatabase, env.bucket] as const;
/** 10 GiB: the snapshots of some hundred million rows. */
const sqlCacheBytes = 10 * 1024 ** 3;

/**
 * The account that an environment asks for, or undefined where it asks for this machine alone.
 *
 * @throws InvalidInput for a setting that is missing, has another form, or contradicts another; `faults` name each
 */
export function readAwsSettings(values: Readonly<Record<string, string | undefined>>): AwsSettings | undefined {
  const kind = values[env.warehouse] || 'duckdb';
  const names = Object.keys(forms) as (keyof typeof forms)[];
  const given = names.filter((it) => values[it]);
  if (kind === 'duckdb') {
    const idle = given.filter((it) => it !== env.region);
    if (idle.length === 0) return undefined;
    const verb = idle.length === 1 ? 'is' : 'are';
    throw refused(
      `${idle.join(', ')} ${verb} set, but ${env.warehouse} is not redshift, so that nothing would use ${idle.length === 1 ? 'it' : 'them'}.`,
      `Set ${env.warehouse}=redshift, or leave ${idle.length === 1 ? 'it' : 'them'} out.`,
      idle.map((at) => ({
        at,
        expected: `nothing without ${env.warehouse}=redshift`,
        got: at === env.redshiftSecretArn ? 'a value' : values[at]!,
      })),
    );
  }
  if (kind !== 'redshift') {
    const fault = { at: env.warehouse, expected: 'duckdb or redshift', got: kind };
    throw refused(`${env.warehouse} is "${kind}".`, 'Give duckdb or redshift, or leave it out for duckdb.', [fault]);
  }
  const faults: Fault[] = needed
    .filter((it) => !values[it])
    .map((at) => ({ at, expected: forms[at][1], got: 'nothing' }));
  for (const at of given) {
    const [pattern, expected] = forms[at];
    const fits = at === env.bucketPrefix ? isObjectKey(values[at]!) : pattern.test(values[at]!);
    if (!fits) faults.push({ at, expected, got: at === env.redshiftSecretArn ? notSaid : values[at]! });
  }
  const secretArn = values[env.redshiftSecretArn];
  const secretRegion = secretArn?.split(':')[3];
  if (faults.length === 0 && secretRegion !== undefined && secretRegion !== values[env.region]) {
    const expected = `a secret of ${values[env.region]}, as ${env.region} is`;
    faults.push({ at: env.redshiftSecretArn, expected, got: secretArn! });
  }
  if (faults.length > 0) {
    throw refused(
      `${env.warehouse} is redshift, but ${faults.map((it) => `${it.at} is ${inWords(it.got)}`).join(', ')}.`,
      `Give ${faults.map((it) => `${it.at} ${it.expected}`).join('; ')}. They stand in the environment of this process.`,
      faults,
    );
  }
  return {
    region: values[env.region]!,
    bucket: values[env.bucket]!,
    bucketPrefix: values[env.bucketPrefix] || '',
    copyRoleArn: values[env.redshiftCopyRoleArn] || undefined,
    sqlCacheBytes: Number(values[env.sqlCacheBytes] || sqlCacheBytes),
    connection: {
      workgroupName: values[env.redshiftWorkgroup]!,
      database: values[env.redshiftDatabase]!,
      ...(secretArn ? { secretArn } : {}),
    },
  };
}

/** What stands where the ARN of a secret belongs may be the secret: it is not repeated. */
const notSaid = 'something else';

const inWords = (got: string): string =>
  got === 'nothing' ? 'not set' : got === notSaid ? `no ARN of a secret` : `"${got}"`;

const refused = (message: string, mend: string, faults: readonly Fault[]): InvalidInput =>
  new InvalidInput(message, mend, { faults });
