import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FlowLogs } from '../constructs/flow-logs.ts';
import { InterfaceEndpoints } from '../constructs/interface-endpoints.ts';
import { NatEgress } from '../constructs/nat-egress.ts';
import { PrivateNetwork } from '../constructs/private-network.ts';
import type { NetworkSettings } from '../network-settings.ts';

/** Tags by which the studio and its Spark clusters recognise networks that they may use. */
const recognition = ['CreatedForUseWithSageMakerUnifiedStudio', 'for-use-with-amazon-emr-managed-policies'];

/** The network of a domain: what the studio's quick setup asks for as VPC and private subnets. */
export class NetworkStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { readonly settings: NetworkSettings }) {
    const { settings, ...stackProps } = props;
    super(scope, id, stackProps);
    const { region, egress, interfaceEndpoints } = settings;
    const network = new PrivateNetwork(this, 'Network', { region });
    new FlowLogs(this, 'FlowLogs', { vpc: network.vpc });
    if (egress === 'nat') new NatEgress(this, 'Egress', { network, region });
    if (interfaceEndpoints.length > 0) {
      new InterfaceEndpoints(this, 'Endpoints', { network, region, services: interfaceEndpoints });
    }
    for (const key of recognition) {
      Tags.of(this).add(key, 'true', { includeResourceTypes: ['AWS::EC2::VPC', 'AWS::EC2::Subnet'] });
    }
    new CfnOutput(this, 'VpcId', { value: network.vpc.ref, description: 'VPC of the domain' });
    new CfnOutput(this, 'PrivateSubnetIds', {
      value: network.subnets.map((it) => it.ref).join(','),
      description: 'Private subnets of the domain, by zone',
    });
  }
}
