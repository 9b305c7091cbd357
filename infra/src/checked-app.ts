import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';

/** An app whose templates are checked against CloudFormation's schemas and the AWS Solutions rules, all offline. */
export function checkedApp(outdir: string, context: Readonly<Record<string, unknown>> = {}): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    // Without it what the schemas find are warnings.
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true, ...context },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/**
 * Writes the app's templates; throws where a check found anything. Warnings count: CDK lets a template with a value
 * that its schema does not list (`domain: 'vpcc'`) pass with one, and CloudFormation refuses it when it is deployed.
 */
export function synthesize(app: App): void {
  const { directory } = app.synth();
  const report: Report = JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8'));
  const found = report.pluginReports.flatMap((it) => it.violations.map((violation) => violation.description));
  if (found.length > 0) throw new Error(`The templates have ${found.length} faults: ${found.join('; ')}`);
}

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly { readonly description: string }[] }[];
}
