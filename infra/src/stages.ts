import { Stage, type StageProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { NetworkSettings } from './network-settings.ts';
import { NetworkStack } from './stacks/network-stack.ts';

/** One deployment of the studio: every stack that it has, in one account and region. */
export class TandemStage extends Stage {
  readonly network: NetworkStack;

  constructor(scope: Construct, id: string, props: StageProps & { readonly settings: NetworkSettings }) {
    const { settings, ...stageProps } = props;
    super(scope, id, { ...stageProps, env: { ...stageProps.env, region: settings.region } });
    this.network = new NetworkStack(this, 'Network', {
      settings,
      description: 'Network of a Tandem domain: private subnets, endpoints, flow logs',
    });
  }
}
