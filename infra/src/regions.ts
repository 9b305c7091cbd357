import { InvalidInput } from '@tandem/data-model';

/**
 * Regions in which the studio can be deployed, each with the availability zones that its services share. Zones are
 * named by id: `us-east-1a` is another building in every account, `use1-az1` is not.
 * Source: the network template of the AWS guidance that this flow follows; ids can change, so they are data.
 */
export const regions = {
  'ap-northeast-1': ['apne1-az4', 'apne1-az1', 'apne1-az2'],
  'ap-northeast-2': ['apne2-az1', 'apne2-az3'],
  'ap-southeast-1': ['apse1-az2', 'apse1-az1', 'apse1-az3'],
  'ap-southeast-2': ['apse2-az3', 'apse2-az1', 'apse2-az2'],
  'ca-central-1': ['cac1-az1', 'cac1-az2'],
  'eu-central-1': ['euc1-az2', 'euc1-az3', 'euc1-az1'],
  'eu-west-1': ['euw1-az1', 'euw1-az2', 'euw1-az3'],
  'eu-west-2': ['euw2-az2', 'euw2-az3', 'euw2-az1'],
  'sa-east-1': ['sae1-az1', 'sae1-az3'],
  'us-east-1': ['use1-az1', 'use1-az2', 'use1-az4', 'use1-az6'],
  'us-east-2': ['use2-az1', 'use2-az2', 'use2-az3'],
  'us-west-2': ['usw2-az1', 'usw2-az2', 'usw2-az3'],
} as const satisfies Record<string, readonly string[]>;

export type Region = keyof typeof regions;

/** The region of that name; throws InvalidInput where the studio cannot be deployed in it. */
export function supportedRegion(name: string): Region {
  if (Object.hasOwn(regions, name)) return name as Region;
  throw new InvalidInput(
    `The region is "${name}"; the studio's services are together only in twelve regions.`,
    `Give one of ${Object.keys(regions).join(', ')}, as in -c region=eu-central-1.`,
  );
}
