import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, it } from 'vitest';
import { checkedApp, synthesize } from '../checked-app.ts';
import { networkSettings } from '../network-settings.ts';
import { type Region, regions } from '../regions.ts';
import { TandemStage } from '../stages.ts';

const root = mkdtempSync(path.join(tmpdir(), 'tandem-network-'));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;

/** The network's template; synthesis has passed every check. */
function networkOf(settings: Readonly<Record<string, string>> = {}): Template {
  const app = checkedApp(path.join(root, String(count++)));
  const stage = new TandemStage(app, 'Tandem', { settings: networkSettings((name) => settings[name]) });
  synthesize(app);
  return Template.fromStack(stage.network);
}

type Properties = Record<string, unknown>;
const propertiesOf = (template: Template, type: string): Properties[] =>
  Object.values(template.findResources(type)).map((it) => it.Properties as Properties);

describe('a network by default', () => {
  const template = networkOf({ region: 'eu-central-1' });

  it('has a private subnet in each zone of the region, by the id of the zone', () => {
    const privates = propertiesOf(template, 'AWS::EC2::Subnet').filter((it) => it.CidrBlock !== '10.38.224.0/21');

    expect(privates.map((it) => it.AvailabilityZoneId)).toEqual(regions['eu-central-1']);
    expect(new Set(privates.map((it) => it.CidrBlock)).size).toBe(3);
  });

  it('gives no machine a public address by itself', () => {
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  it('routes private subnets to the internet through the NAT gateway alone', () => {
    const routes = propertiesOf(template, 'AWS::EC2::Route');
    const privateRoutes = propertiesOf(template, 'AWS::EC2::VPCEndpoint')[0]!.RouteTableIds as unknown[];

    expect(routes).toHaveLength(2);
    expect(routes.filter((it) => 'NatGatewayId' in it).map((it) => it.RouteTableId)).toEqual(privateRoutes);
  });

  it('reaches S3 by a gateway, and pays for no endpoint', () => {
    const endpoints = propertiesOf(template, 'AWS::EC2::VPCEndpoint');

    expect(endpoints.map((it) => [it.VpcEndpointType, it.ServiceName])).toEqual([
      ['Gateway', 'com.amazonaws.eu-central-1.s3'],
    ]);
  });

  it('logs every flow, and lets the log be written by nobody else', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', ResourceType: 'VPC' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Principal: { Service: 'vpc-flow-logs.amazonaws.com' } })],
      }),
    });
  });

  it('is marked as a network that the studio may use', () => {
    const tags = [{ Key: 'CreatedForUseWithSageMakerUnifiedStudio', Value: 'true' }];

    template.allResourcesProperties('AWS::EC2::Subnet', { Tags: Match.arrayWith(tags) });
  });

  it('needs neither an account nor a look-up', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/dummy|\d{12}/);
  });
});

describe('a network without egress', () => {
  const template = networkOf({ region: 'eu-west-1', egress: 'none' });

  it('has no way out but S3', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'EIP', 'Route']) {
      template.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    template.resourceCountIs('AWS::EC2::Subnet', 3);
  });
});

describe('interface endpoints', () => {
  const template = networkOf({ region: 'us-east-1', interfaceEndpoints: 'sts, datazone,redshift-serverless,sts' });
  const endpoints = propertiesOf(template, 'AWS::EC2::VPCEndpoint').filter((it) => it.VpcEndpointType === 'Interface');
  const subnetsOf = (service: string) =>
    JSON.stringify(endpoints.find((it) => String(it.ServiceName).endsWith(`.${service}`))!.SubnetIds);

  it('are those that were named, each once', () => {
    expect(endpoints.map((it) => it.ServiceName)).toEqual([
      'com.amazonaws.us-east-1.datazone',
      'com.amazonaws.us-east-1.redshift-serverless',
      'com.amazonaws.us-east-1.sts',
    ]);
  });

  it('take HTTPS from the network alone, and start nothing', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.38.0.0/16', FromPort: 443, ToPort: 443 })],
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  it('stand in three zones, of which us-east-1 has another third for Redshift Serverless', () => {
    expect(endpoints.map((it) => (it.SubnetIds as unknown[]).length)).toEqual([3, 3, 3]);
    expect(subnetsOf('sts')).toBe(subnetsOf('datazone'));
    expect(subnetsOf('redshift-serverless')).not.toBe(subnetsOf('sts'));
  });

  it('come in all with `all`: 29 in us-east-1, 27 elsewhere', () => {
    const all = (region: string) => networkSettings((name) => ({ region, interfaceEndpoints: 'all' })[name]);

    expect(all('us-east-1').interfaceEndpoints).toHaveLength(29);
    expect(all('sa-east-1').interfaceEndpoints).toHaveLength(27);
  });
});

it.each(Object.keys(regions) as Region[])('passes every check in %s with every endpoint', (region) => {
  expect(() => networkOf({ region, interfaceEndpoints: 'all' })).not.toThrow();
});

it.each([
  [{ region: 'eu-north-1' }, 'eu-north-1', /us-east-1, us-east-2, us-west-2/],
  [{ region: 'toString' }, 'toString', /eu-central-1/],
  [{ egress: 'vpn' }, 'vpn', /none or nat/],
  [{ interfaceEndpoints: 'sts,dynamodb' }, 'dynamodb', /athena, .*, sts/],
  [{ region: 'eu-west-1', interfaceEndpoints: 'q' }, 'q in eu-west-1', /redshift-data/],
])('refuses %o and says what there is', (settings: Record<string, string>, said, mend) => {
  expect(() => networkSettings((name) => settings[name])).toThrow(
    expect.objectContaining({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(said),
      mend: expect.stringMatching(mend),
    }),
  );
});
