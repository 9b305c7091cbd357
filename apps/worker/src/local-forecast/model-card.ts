import { TrainingJob, type TrainingReport } from '@tandem/data-model/contract';
import type { ObjectStore } from '@tandem/ports';

/** What those who serve a model need to know of its training; kept beside the model. */
export interface ModelCard {
  readonly job: TrainingJob;
  /** Items that the pooled model forecasts, with the reason. */
  readonly setAside: TrainingReport['setAside'];
}

const cardKey = (modelKey: string) => `${modelKey}.card.json`;

export async function writeCard(objects: ObjectStore, modelKey: string, card: ModelCard): Promise<void> {
  await objects.put(cardKey(modelKey), Buffer.from(JSON.stringify(card)));
}

export async function readCard(objects: ObjectStore, modelKey: string): Promise<ModelCard> {
  const card = JSON.parse(Buffer.from(await objects.get(cardKey(modelKey))).toString('utf8'));
  // A card of an earlier version lacks what jobs have learned to say since.
  return { ...card, job: TrainingJob.parse(card.job) };
}
