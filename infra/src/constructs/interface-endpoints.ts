import { CfnSecurityGroup, type CfnSubnet, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Region } from '../regions.ts';
import { networkCidr, type PrivateNetwork } from './private-network.ts';

export interface InterfaceEndpointsProps {
  readonly network: PrivateNetwork;
  readonly region: Region;
  /** Names as in `endpoint-services.ts`. */
  readonly services: readonly string[];
}

/** Private addresses of AWS services within the network, in up to three zones each, open to the network alone. */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, { network, region, services }: InterfaceEndpointsProps) {
    super(scope, id);
    const group = new CfnSecurityGroup(this, 'SecurityGroup', {
      vpcId: network.vpc.ref,
      groupDescription: 'HTTPS from the network to interface endpoints',
      securityGroupIngress: [
        { ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: networkCidr, description: 'HTTPS from the network' },
      ],
      // An endpoint only answers. Without a rule EC2 would add one that allows everything.
      securityGroupEgress: [
        { ipProtocol: 'icmp', fromPort: 252, toPort: 86, cidrIp: '255.255.255.255/32', description: 'Nothing' },
      ],
    });
    for (const service of services) {
      new CfnVPCEndpoint(this, service.replaceAll(/[^a-z0-9]/g, ''), {
        vpcId: network.vpc.ref,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: zonesOf(service, region, network.subnets).map((it) => it.ref),
        securityGroupIds: [group.attrGroupId],
      });
    }
  }
}

/** Redshift Serverless is not in the third zone of us-east-1, but in the fourth. */
function zonesOf(service: string, region: Region, subnets: readonly CfnSubnet[]): readonly CfnSubnet[] {
  const skipsThird = service === 'redshift-serverless' && region === 'us-east-1';
  return skipsThird ? subnets.filter((_, i) => i !== 2) : subnets.slice(0, 3);
}
