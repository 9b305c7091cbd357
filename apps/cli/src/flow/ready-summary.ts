import type { Client } from '@tandem/client';
import type { TrainingReport } from '@tandem/data-model/contract';
import { count, counted, percent } from '../terminal/numbers.ts';
import { forecastName } from './forecast-steps.ts';
import { knownItem } from './known-item.ts';

export interface ReadySummary {
  readonly url: string;
  readonly signInLink: string;
  readonly tokenFile: string;
  readonly projectId: string;
}

/**
 * The last thing that a start prints: how to sign in, how good the model is, how to ask it, and in the last line that it is
 * ready, so that who waits for this line has the others.
 */
export async function readySummary(
  client: Client,
  { url, signInLink, tokenFile, projectId }: ReadySummary,
): Promise<string> {
  const lines = [`sign in: ${signInLink}`, `accuracy: ${await accuracy(client, projectId)}`];
  const { endpoints } = await client.listEndpoints({ params: { projectId } });
  const endpoint = endpoints.find((it) => it.name === forecastName) ?? endpoints[0];
  const itemId = await knownItem(client, projectId);
  if (endpoint && itemId !== undefined) {
    const address = `${url}/api/v1/projects/${projectId}/endpoints/${endpoint.name}/predictions`;
    lines.push(curlLine(address, tokenFile, { items: [{ itemId }] }));
  } else {
    lines.push('curl: no endpoint serves a model now; create one in the portal');
  }
  lines.push(`ready ${url}`);
  return `${lines.join('\n')}\n`;
}

/** A command for any POSIX shell; the token stays in its file until the command runs. */
export function curlLine(address: string, tokenFile: string, body: object): string {
  return [
    'curl -sS',
    `-H "Authorization: Bearer $(cat ${quoted(tokenFile)})"`,
    "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify(body))}`,
    address,
  ].join(' ');
}

async function accuracy(client: Client, projectId: string): Promise<string> {
  const { models } = await client.listModels({ params: { projectId } });
  const model = models[0];
  if (!model) return 'no model is registered';
  const params = { projectId, trainingRunId: model.trainingRunId };
  const { report } = await client.getTrainingRun({ params });
  return report ? againstNaive(report) : 'its training report is gone';
}

/** Scaled quantile loss of the ensemble and of seasonal naive, on a window that the scored blend's weights had not seen. */
export function againstNaive({ ensemble, baseline }: Pick<TrainingReport, 'ensemble' | 'baseline'>): string {
  const [ours, naive] = [ensemble.test.SQL, baseline.test.SQL];
  if (ours === null || naive === null || baseline.improvement === null) {
    return 'no score, because no series has enough history to be tested on';
  }
  const change =
    baseline.improvement >= 0 ? `${percent(baseline.improvement)} better` : `${percent(-baseline.improvement)} worse`;
  const items = `${count(baseline.betterItems)} of ${counted(baseline.comparedItems, 'item')}`;
  return `${change} than seasonal naive (scaled quantile loss ${ours.toFixed(3)} against ${naive.toFixed(3)}; better for ${items})`;
}

const quoted = (text: string) => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
