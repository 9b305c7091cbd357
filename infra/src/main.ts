import path from 'node:path';
import { KnownError } from '@tandem/data-model';
import { checkedApp, synthesize } from './checked-app.ts';
import { networkSettings } from './network-settings.ts';
import { TandemStage } from './stages.ts';

const { CDK_OUTDIR, CDK_DEFAULT_REGION, CDK_DEFAULT_ACCOUNT: account } = process.env;

try {
  const app = checkedApp(CDK_OUTDIR ?? path.join(import.meta.dirname, '../cdk.out'));
  const settings = networkSettings((name) => app.node.tryGetContext(name), CDK_DEFAULT_REGION);
  new TandemStage(app, 'Tandem', { settings, ...(account ? { env: { account } } : {}) });
  synthesize(app);
} catch (error) {
  if (!(error instanceof KnownError)) throw error;
  console.error(`${error.message} ${error.mend}`);
  process.exitCode = 1;
}
