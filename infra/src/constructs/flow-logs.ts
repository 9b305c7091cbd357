import { CfnFlowLog, type CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** Who talked to whom in a network: every flow, accepted or refused, kept for three months and no longer than the network. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: { readonly vpc: CfnVPC }) {
    super(scope, id);
    const group = new LogGroup(this, 'Flows', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Writer', { assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [group.logGroupArn],
      }),
    );
    new CfnFlowLog(this, 'FlowLog', {
      resourceId: props.vpc.ref,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: group.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}
