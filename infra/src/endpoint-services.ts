import { InvalidInput } from '@tandem/data-model';
import type { Region } from './regions.ts';

/** Services that a private network can reach by an interface endpoint; a service with `only` exists there alone. */
const services: Readonly<Record<string, { readonly only?: Region }>> = {
  athena: {},
  bedrock: {},
  'bedrock-agent': {},
  'bedrock-agent-runtime': {},
  'bedrock-runtime': {},
  codecommit: {},
  'codeconnections.api': {},
  'codestar-connections.api': {},
  codewhisperer: { only: 'us-east-1' },
  datazone: {},
  ec2: {},
  ec2messages: {},
  elasticmapreduce: {},
  'emr-containers': {},
  'emr-serverless': {},
  'git-codecommit': {},
  glue: {},
  kms: {},
  logs: {},
  q: { only: 'us-east-1' },
  redshift: {},
  'redshift-data': {},
  'redshift-serverless': {},
  'sagemaker.api': {},
  'sagemaker.runtime': {},
  secretsmanager: {},
  ssm: {},
  ssmmessages: {},
  sts: {},
};

/**
 * The services of a comma-separated list, each once, in order of the alphabet; `all` stands for every service of the
 * region. Throws InvalidInput where a name is unknown or its service is elsewhere.
 */
export function endpointServices(list: string, region: Region): string[] {
  const here = Object.keys(services).filter((it) => (services[it]!.only ?? region) === region);
  const asked = list
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');
  const names = asked.flatMap((it) => (it === 'all' ? here : [it]));
  const unknown = names.filter((it) => !here.includes(it));
  if (unknown.length > 0) {
    throw new InvalidInput(
      `There is no interface endpoint for ${unknown.join(', ')} in ${region}.`,
      `Give names from this list, with commas between, or all: ${here.join(', ')}.`,
    );
  }
  return [...new Set(names)].sort();
}
