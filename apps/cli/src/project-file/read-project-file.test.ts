import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseProjectFile } from './read-project-file.ts';

const whole = `version: 1
domain: { name: shops, region: eu-west-1 }
profile:
  name: all
  blueprints:
    - { blueprint: RedshiftServerless, parameters: { redshiftBaseCapacity: 8 } }
project: { name: Sales, catalogName: sales-catalog }
star: star.json
training:
  sales: { forecastHorizon: 14, preset: fast }
endpoints:
  live: { model: sales }
`;
const parse = (text: string) => () => parseProjectFile(text, 'tandem.yaml');
const changed = (from: string, to: string) => parse(whole.replace(from, to));

it('reads what a file says, with defaults for what it does not', () => {
  expect(parse(whole)()).toMatchObject({
    domain: { region: 'eu-west-1' },
    star: 'star.json',
    training: { sales: { forecastHorizon: 14, preset: 'fast', seed: 1 } },
    endpoints: { live: { model: 'sales' } },
    batchForecasts: {},
  });
});

it.each([
  [
    'a value that is none of its kind',
    'eu-west-1',
    'eu-west-9',
    /^tandem\.yaml:2:\d+: domain\.region must be one of .*, not "eu-west-9"\.$/,
  ],
  [
    'a key that there is not',
    'endpoints:',
    'endpoint:',
    /^tandem\.yaml:11:1: the file must be with "endpoints", not "endpoint"\.$/,
  ],
  [
    'a key deep down',
    'forecastHorizon',
    'forecastHorizn',
    /^tandem\.yaml:10:12: training\.sales must be with "forecastHorizon", not "forecastHorizn"\.$/,
  ],
  [
    'an item of a list',
    'RedshiftServerless',
    'Redshift',
    /^tandem\.yaml:6:9: profile\.blueprints\.0\.blueprint must be one of .*, not "Redshift"\.$/,
  ],
  [
    'a name that leads nowhere',
    'model: sales',
    'model: costs',
    /^tandem\.yaml:12:11: endpoints\.live\.model must be one of sales, the training jobs, not "costs"\.$/,
  ],
  [
    'what is missing',
    'project: { name: Sales, catalogName: sales-catalog }\n',
    '',
    /^tandem\.yaml:1:1: project must be an object, not nothing\.$/,
  ],
  ['what is no YAML', 'star: star.json', 'star: [star.json', /^tandem\.yaml:\d+:\d+: this is no YAML: /],
  [
    'a key that stands twice',
    'star: star.json',
    'star: star.json\nstar: other.json',
    /^tandem\.yaml:9:1: this is no YAML: Map keys must be unique/,
  ],
])('names line and column of %s', (_, from, to, sentence) => {
  expect(changed(from, to)).toThrow(sentence);
});

it('refuses aliases that grow beyond measure', () => {
  const levels = Array.from({ length: 9 }, (_, n) => `x${n + 1}: &x${n + 1} [${Array(9).fill(`*x${n}`).join(', ')}]`);

  expect(parse(['x0: &x0 [a]', ...levels].join('\n'))).toThrow(/tandem\.yaml is no project file: .*alias/);
});

it.each(['', '- 1\n', 'tandem'])('refuses a text that is no map: %j', (text) => {
  expect(parse(text)).toThrow(/^tandem\.yaml:1:1: the file must be an object/);
});

it('reads the example of docs/project-file.md', () => {
  const docs = readFileSync(new URL('../../../../docs/project-file.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml project file\n(.*?)```/s.exec(docs) ?? [];

  expect(parse(example)()).toMatchObject({ project: { catalogName: 'sales-forecasting-catalog' } });
});
