import { ImportedModelFailed, InvalidInput } from '@tandem/data-model';
import type { LoadedModel, ModelOutput, TensorInfo } from './onnx-messages.ts';

const mend =
  'Export it with one float32 input [series, context] and a float32 output [series, steps]; see docs/imported-models.md.';

/** Values that a model may look back on, and steps that it may look ahead. */
const longest = 100_000;

/**
 * How far a model looks back, by its file or else by what is given. Throws InvalidInput where its input is not one float32
 * tensor of the shape [series, context] or [series, context, 1], its first dimension free.
 */
export function contextLengthOf(title: string, { inputs, outputs }: LoadedModel, given: number | undefined): number {
  const wrong = (what: string, next = mend) => new InvalidInput(`The imported model ${title} ${what}.`, next);
  if (inputs.length !== 1) {
    throw wrong(`has ${inputs.length} inputs (${inputs.map(({ name }) => name).join(', ')}), and one is given to it`);
  }
  const [input] = inputs as [TensorInfo];
  const [output] = outputs;
  const { type, shape } = input;
  const written = `[${shape.join(', ')}]`;
  if (type !== 'float32') throw wrong(`takes ${type}, and float32 is given to it`);
  if (output && output.type !== 'float32') throw wrong(`gives ${output.type}, and float32 is taken from it`);
  const isColumn = shape.length === 3 && (typeof shape[2] !== 'number' || shape[2] === 1);
  if (shape.length !== 2 && !isColumn) throw wrong(`takes the shape ${written}, and [series, context] is given to it`);
  const [series, context] = shape;
  if (typeof series === 'number')
    throw wrong(`takes ${series} series at a time: the first dimension of ${written} is fixed`);
  const fixed = typeof context === 'number' ? context : undefined;
  const length = fixed ?? given;
  if (length === undefined) {
    throw wrong(
      'does not say how many values it looks back on',
      'Give the number with --context-length, or export the model with that dimension fixed.',
    );
  }
  if (given !== undefined && given !== length) {
    throw wrong(`looks back on ${length} values, and ${given} was given`, `Give ${length}, or leave it out.`);
  }
  if (length < 1 || length > longest) throw wrong(`looks back on ${length} values; 1 to ${longest} can be given to it`);
  return length;
}

/** Steps that an output has for each series. Throws InvalidInput for one of another shape or type. */
export function stepsOf(title: string, series: number, { type, shape }: ModelOutput): number {
  const [rows, steps = 0, ...rest] = shape;
  const isRight =
    type === 'float32' &&
    rows === series &&
    steps >= 1 &&
    steps <= longest &&
    (rest.length === 0 || (rest.length === 1 && rest[0] === 1));
  if (isRight) return steps;
  throw new InvalidInput(
    `The imported model ${title} gave ${type} of the shape [${shape.join(', ')}] for ${series} series.`,
    mend,
  );
}

/** Two series forecast together may differ by so much of their size from each by itself: kernels add up in other orders. */
const rounding = 1e-3;

/**
 * Tries a model on two plain series; gives how many steps it looks ahead. Throws ImportedModelFailed where it gives no
 * number for them, InvalidInput where it forecasts a series otherwise beside another one.
 */
export async function probe(
  title: string,
  contextLength: number,
  run: (contexts: Float32Array, series: number) => Promise<Float32Array>,
): Promise<number> {
  const contexts = new Float32Array(2 * contextLength);
  for (let t = 0; t < contextLength; t++) {
    contexts[t] = levels[0] + 10 * (t % 7);
    contexts[contextLength + t] = levels[1] + (t % 11);
  }
  const together = await run(contexts, 2);
  const alone = [await run(contexts.slice(0, contextLength), 1), await run(contexts.slice(contextLength), 1)];
  if (!together.some(Number.isFinite)) {
    throw new ImportedModelFailed(
      `The imported model ${title} gives no number for series of plain positive numbers.`,
      'See that it takes values in the unit of the target, and scales them itself.',
    );
  }
  const steps = together.length / 2;
  const isSame = alone.every(
    (one, k) => one.length === steps && one.every((it, h) => isNear(it, together[k * steps + h]!, levels[k]!)),
  );
  if (!isSame) {
    throw new InvalidInput(
      `The imported model ${title} forecasts a series otherwise where another one is beside it.`,
      'Export it so that each row of its output follows from the same row of its input alone.',
    );
  }
  return steps;
}

/** About the levels of the two series that a model is tried on. */
const levels = [100, 5000] as const;

const isNear = (a: number, b: number, level: number) =>
  Math.abs(a - b) <= rounding * level || (Number.isNaN(a) && Number.isNaN(b));
