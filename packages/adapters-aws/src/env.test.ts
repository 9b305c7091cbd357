import type { InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { readAwsSettings } from './env.ts';

const whole = {
  TANDEM_WAREHOUSE: 'redshift',
  AWS_REGION: 'eu-west-1',
  TANDEM_REDSHIFT_WORKGROUP: 'tandem',
  TANDEM_REDSHIFT_DATABASE: 'dev',
  TANDEM_S3_BUCKET: 'tandem-data',
};
const refusal = (values: Record<string, string | undefined>) => {
  try {
    return readAwsSettings(values);
  } catch (error) {
    const { message, mend, faults } = error as { message: string; mend: string; faults: { at: string }[] };
    return { message, mend, at: faults.map((it) => it.at) };
  }
};

it('asks for no account where nothing or DuckDB is named, whatever region there is', () => {
  expect(readAwsSettings({})).toBeUndefined();
  expect(readAwsSettings({ TANDEM_WAREHOUSE: 'duckdb', AWS_REGION: 'eu-west-1' })).toBeUndefined();
});

it('reads an account, with what may be left out and without', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:tandem-AbCdEf';
  const role = 'arn:aws:iam::123456789012:role/service-role/copy';

  expect(readAwsSettings(whole)).toEqual({
    region: 'eu-west-1',
    bucket: 'tandem-data',
    bucketPrefix: '',
    copyRoleArn: undefined,
    sqlCacheBytes: 10_737_418_240,
    connection: { workgroupName: 'tandem', database: 'dev' },
  });
  expect(
    readAwsSettings({
      ...whole,
      TANDEM_REDSHIFT_SECRET_ARN: secret,
      TANDEM_REDSHIFT_COPY_ROLE_ARN: role,
      TANDEM_S3_PREFIX: 'deployments/a',
      TANDEM_SQL_CACHE_BYTES: '5000000',
    }),
  ).toMatchObject({
    bucketPrefix: 'deployments/a',
    copyRoleArn: role,
    sqlCacheBytes: 5_000_000,
    connection: { secretArn: secret },
  });
});

it('names every setting that is missing', () => {
  expect(refusal({ TANDEM_WAREHOUSE: 'redshift', TANDEM_REDSHIFT_DATABASE: 'dev', TANDEM_S3_BUCKET: '' })).toEqual({
    message:
      'TANDEM_WAREHOUSE is redshift, but AWS_REGION is not set, TANDEM_REDSHIFT_WORKGROUP is not set, TANDEM_S3_BUCKET is not set.',
    mend:
      'Give AWS_REGION a region, such as eu-west-1; TANDEM_REDSHIFT_WORKGROUP the name of a workgroup of Redshift Serverless; ' +
      'TANDEM_S3_BUCKET the name of a bucket. They stand in the environment of this process.',
    at: ['AWS_REGION', 'TANDEM_REDSHIFT_WORKGROUP', 'TANDEM_S3_BUCKET'],
  });
});

it.each([
  ['TANDEM_WAREHOUSE', 'snowflake'],
  ['AWS_REGION', 'Ireland'],
  ['TANDEM_REDSHIFT_WORKGROUP', 'Tandem Workgroup'],
  ['TANDEM_REDSHIFT_DATABASE', 'dev"; drop database dev'],
  ['TANDEM_REDSHIFT_COPY_ROLE_ARN', "default' csv"],
  ['TANDEM_S3_BUCKET', 's3://tandem'],
  ['TANDEM_S3_PREFIX', '/a/'],
  ['TANDEM_SQL_CACHE_BYTES', '10 GB'],
])('refuses %s=%s, and names it', (name, value) => {
  expect(refusal({ ...whole, [name]: value })).toMatchObject({ message: expect.stringContaining(value), at: [name] });
});

it('never repeats what stands in place of the ARN of a secret', () => {
  const TANDEM_REDSHIFT_SECRET_ARN = '{"username":"tandem","password":"hunter2"}';
  const refusals = [{ ...whole, TANDEM_REDSHIFT_SECRET_ARN }, { TANDEM_REDSHIFT_SECRET_ARN }].map((values) => {
    try {
      return readAwsSettings(values);
    } catch (error) {
      return error as InvalidInput;
    }
  });

  expect(refusals).toMatchObject([
    { message: 'TANDEM_WAREHOUSE is redshift, but TANDEM_REDSHIFT_SECRET_ARN is no ARN of a secret.' },
    { message: expect.stringContaining('TANDEM_REDSHIFT_SECRET_ARN is set, but') },
  ]);
  expect(JSON.stringify(refusals)).not.toContain('hunter2');
  expect(String(refusals)).not.toContain('hunter2');
});

it('refuses settings that contradict each other', () => {
  const far = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:tandem-AbCdEf';

  expect(refusal({ ...whole, TANDEM_WAREHOUSE: undefined })).toMatchObject({
    message: expect.stringContaining('TANDEM_WAREHOUSE is not redshift'),
    at: ['TANDEM_REDSHIFT_WORKGROUP', 'TANDEM_REDSHIFT_DATABASE', 'TANDEM_S3_BUCKET'],
  });
  expect(refusal({ ...whole, TANDEM_REDSHIFT_SECRET_ARN: far })).toMatchObject({
    mend: expect.stringContaining('a secret of eu-west-1, as AWS_REGION is'),
    at: ['TANDEM_REDSHIFT_SECRET_ARN'],
  });
});
