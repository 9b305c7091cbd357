import {
  CfnEIP,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { type Region, regions } from '../regions.ts';
import type { PrivateNetwork } from './private-network.ts';

const publicCidr = '10.38.224.0/21';

/**
 * Lets private subnets reach the internet, and nothing from there reach them: one NAT gateway, in the first zone.
 * Where that zone fails, so does egress; everything with an endpoint of its own goes on.
 */
export class NatEgress extends Construct {
  constructor(scope: Construct, id: string, props: { readonly network: PrivateNetwork; readonly region: Region }) {
    super(scope, id);
    const { vpc, routes } = props.network;
    const gateway = new CfnInternetGateway(this, 'InternetGateway');
    const attachment = new CfnVPCGatewayAttachment(this, 'Attachment', {
      vpcId: vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const subnet = new CfnSubnet(this, 'Public', {
      vpcId: vpc.ref,
      availabilityZoneId: regions[props.region][0],
      cidrBlock: publicCidr,
      // Only the NAT gateway stands here, with an address of its own.
      mapPublicIpOnLaunch: false,
    });
    const publicRoutes = new CfnRouteTable(this, 'PublicRoutes', { vpcId: vpc.ref });
    new CfnSubnetRouteTableAssociation(this, 'PublicAssociation', {
      subnetId: subnet.ref,
      routeTableId: publicRoutes.ref,
    });
    const outward = new CfnRoute(this, 'ToInternet', {
      routeTableId: publicRoutes.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    });
    const address = new CfnEIP(this, 'Address', { domain: 'vpc' });
    const nat = new CfnNatGateway(this, 'Nat', { subnetId: subnet.ref, allocationId: address.attrAllocationId });
    for (const it of [outward, address, nat]) it.addResourceDependency(attachment);
    new CfnRoute(this, 'ToNat', { routeTableId: routes.ref, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.ref });
  }
}
