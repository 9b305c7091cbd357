import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CfnEIP, CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { Stack, Stage, Validations } from 'aws-cdk-lib/core';
import { afterAll, expect, it } from 'vitest';
import { checkedApp, synthesize } from './checked-app.ts';

// A check that finds nothing looks like one that did not run: each of these faults must be found.
const root = mkdtempSync(path.join(tmpdir(), 'tandem-canary-'));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;

function synthesizeWith(build: (stack: Stack) => void): () => void {
  const app = checkedApp(path.join(root, String(count++)));
  build(new Stack(new Stage(app, 'Stage', { env: { region: 'eu-central-1' } }), 'Canary'));
  return () => synthesize(app);
}

it('refuses a property that CloudFormation does not know', () => {
  const build = synthesizeWith((stack) => new CfnEIP(stack, 'Address').addPropertyOverride('Nonsense', 'x'));

  expect(build).toThrow("'Nonsense' was unexpected");
});

it('refuses a value that its schema does not list', () => {
  expect(synthesizeWith((stack) => new CfnEIP(stack, 'Address', { domain: 'vpcc' }))).toThrow("'vpcc' is not one of");
});

it('refuses a network without flow logs', () => {
  const build = synthesizeWith((stack) => new CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' }));

  expect(build).toThrow('AwsSolutions-VPC7');
});

it('takes a breach of a rule that is acknowledged with a reason', () => {
  const build = synthesizeWith((stack) => {
    const vpc = new CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    Validations.of(vpc).acknowledge({ id: 'AwsSolutions-VPC7', reason: 'A canary carries no traffic.' });
  });

  expect(build).not.toThrow();
});
