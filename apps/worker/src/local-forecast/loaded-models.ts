import type { ForecastSource, ServedModel } from '@tandem/ports';

/** How long what was explained last is kept in memory after it was last looked at. */
const idleMs = 10 * 60_000;

/** Models in memory: what endpoints serve, and what was explained last. */
export interface LoadedModels<L> {
  /** Works with what an endpoint serves, read once however many ask for it meanwhile. */
  use<R>(target: ServedModel, work: (loaded: L) => Promise<R>): Promise<R>;
  /** Works with what an endpoint serves or was explained last; reads it in the place of the latter where neither is it. */
  useToExplain<R>(source: ForecastSource, work: (loaded: L) => Promise<R>): Promise<R>;
  /** Forgets what an endpoint serves; who uses it is answered. */
  drop(endpointId: string): void;
}

interface LoadedModelsDeps<L> {
  /** `mend` is for the error where it cannot be read. */
  readonly read: (source: ForecastSource, mend: string) => Promise<L>;
  /** Called once for what was read, when it is in no place any more and nobody uses it. */
  readonly close: (loaded: L) => void;
}

interface Reading<L> extends ForecastSource {
  readonly loaded: Promise<L>;
  /** Calls that work with it, or wait for it. */
  users: number;
  isRetired: boolean;
}

export function loadedModels<L>({ read, close }: LoadedModelsDeps<L>): LoadedModels<L> {
  const served = new Map<string, Reading<L>>();
  /** What no endpoint serves: who explains one item of a batch looks at the next one too. */
  let explained: Reading<L> | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (source: ForecastSource, mend: string, forget: (reading: Reading<L>) => void): Reading<L> => {
    const reading = { ...source, loaded: read(source, mend), users: 0, isRetired: false };
    reading.loaded.catch(() => forget(reading));
    return reading;
  };

  /** One that could not be read has nothing to close. */
  const closeUnused = ({ users, isRetired, loaded }: Reading<L>) => {
    if (isRetired && users === 0) loaded.then(close, () => undefined);
  };

  const retire = (reading: Reading<L> | undefined) => {
    if (!reading) return;
    reading.isRetired = true;
    closeUnused(reading);
  };

  /** Counts the user before anything is waited for: from then on the reading is not closed under it. */
  const workWith = async <R>(reading: Reading<L>, work: (loaded: L) => Promise<R>): Promise<R> => {
    reading.users++;
    try {
      return await work(await reading.loaded);
    } finally {
      reading.users--;
      closeUnused(reading);
    }
  };

  const ofEndpoint = (target: ServedModel): Reading<L> => {
    const { endpointId, modelKey, frameKey } = target;
    const present = served.get(endpointId);
    if (present?.modelKey === modelKey) return present;
    retire(present);
    const reading = start(
      { modelKey, frameKey },
      'Train again, and serve the new model in its place.',
      (it) => served.get(endpointId) === it && served.delete(endpointId),
    );
    served.set(endpointId, reading);
    return reading;
  };

  const toExplain = ({ modelKey, frameKey }: ForecastSource): Reading<L> => {
    const isSame = (it: Reading<L> | undefined) => it?.modelKey === modelKey && it.frameKey === frameKey;
    const present = [explained, ...served.values()].find(isSame);
    if (!present || present === explained) {
      clearTimeout(idle);
      idle = setTimeout(() => {
        retire(explained);
        explained = undefined;
      }, idleMs).unref();
    }
    if (present) return present;
    retire(explained);
    explained = start({ modelKey, frameKey }, 'Forecast again, and look at the new forecast.', (it) => {
      if (explained === it) explained = undefined;
    });
    return explained;
  };

  return {
    use: (target, work) => workWith(ofEndpoint(target), work),
    useToExplain: (source, work) => workWith(toExplain(source), work),
    drop(endpointId) {
      retire(served.get(endpointId));
      served.delete(endpointId);
    },
  };
}
