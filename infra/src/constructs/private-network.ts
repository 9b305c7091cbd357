import { CfnRouteTable, CfnSubnet, CfnSubnetRouteTableAssociation, CfnVPC, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Region, regions } from '../regions.ts';

export const networkCidr = '10.38.0.0/16';
/** One /21 (2,043 usable addresses) for each zone, in the order of the region's zones. */
const privateCidrs = ['10.38.192.0/21', '10.38.200.0/21', '10.38.208.0/21', '10.38.216.0/21'];

/** A VPC with a private subnet in each zone of its region, and S3 reached without leaving it, at no cost. */
export class PrivateNetwork extends Construct {
  readonly vpc: CfnVPC;
  /** By zone, in the order of the region's zones. */
  readonly subnets: readonly CfnSubnet[];
  readonly routes: CfnRouteTable;

  constructor(scope: Construct, id: string, props: { readonly region: Region }) {
    super(scope, id);
    this.vpc = new CfnVPC(this, 'Vpc', { cidrBlock: networkCidr, enableDnsHostnames: true, enableDnsSupport: true });
    this.routes = new CfnRouteTable(this, 'Routes', { vpcId: this.vpc.ref });
    // Zones by id: the Vpc construct of aws-ec2 takes only names, which differ between accounts.
    this.subnets = regions[props.region].map((zone, i) => this.privateSubnet(zone, i));
    new CfnVPCEndpoint(this, 'S3', {
      vpcId: this.vpc.ref,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [this.routes.ref],
    });
    Tags.of(this.vpc).add('Name', 'SageMakerUnifiedStudioVPC');
  }

  private privateSubnet(zone: string, i: number): CfnSubnet {
    const subnet = new CfnSubnet(this, `Private${i + 1}`, {
      vpcId: this.vpc.ref,
      availabilityZoneId: zone,
      cidrBlock: privateCidrs[i]!,
      mapPublicIpOnLaunch: false,
    });
    new CfnSubnetRouteTableAssociation(this, `Private${i + 1}Routes`, {
      subnetId: subnet.ref,
      routeTableId: this.routes.ref,
    });
    return subnet;
  }
}
