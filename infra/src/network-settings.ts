import { InvalidInput } from '@tandem/data-model';
import { endpointServices } from './endpoint-services.ts';
import { type Region, supportedRegion } from './regions.ts';

/** How private subnets reach the internet: not at all, or through one NAT gateway. */
export const egressKinds = ['none', 'nat'] as const;
export type Egress = (typeof egressKinds)[number];

export interface NetworkSettings {
  readonly region: Region;
  readonly egress: Egress;
  /** Services with an interface endpoint in the network. Each costs money by the hour and zone: none by default. */
  readonly interfaceEndpoints: readonly string[];
}

/**
 * Reads settings by name, as CDK gives them with `-c name=value`: `region`, `egress`, `interfaceEndpoints`.
 * Throws InvalidInput where a value is not among those that can be.
 */
export function networkSettings(setting: (name: string) => unknown, defaultRegion = 'us-east-1'): NetworkSettings {
  const text = (name: string, otherwise: string) => String(setting(name) ?? otherwise);
  const region = supportedRegion(text('region', defaultRegion));
  const egress = text('egress', 'nat');
  const isKnown = (it: string): it is Egress => (egressKinds as readonly string[]).includes(it);
  if (!isKnown(egress)) {
    throw new InvalidInput(`The egress is "${egress}".`, `Give ${egressKinds.join(' or ')}, as in -c egress=none.`);
  }
  return { region, egress, interfaceEndpoints: endpointServices(text('interfaceEndpoints', ''), region) };
}
