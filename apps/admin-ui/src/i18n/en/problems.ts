import { type ProblemCode, problemCodes } from '../problem-codes.ts';

/** The API speaks English: what it says is shown as it came. Other languages say what the code means besides. */
const asItCame = <T extends string>(text: T) =>
  Object.fromEntries(problemCodes.map((code) => [code, text])) as Record<ProblemCode, T>;

export const problems = {
  problemSays: asItCame('{{detail}}'),
  problemMend: asItCame('{{mend}}'),
  /** What fits at a place of the input, and what stood there. */
  fault: {
    wholeNumber: 'a whole number',
    number: 'a number',
    text: 'a text',
    yesOrNo: 'yes or no',
    object: 'an object',
    list: 'a list',
    listOf: 'a list of {{value}}',
    oneOf: 'one of {{value}}',
    only: 'only {{value}}',
    noField: 'no such field',
    nothing: 'nothing',
    atLeast: 'at least {{value}}',
    atMost: 'at most {{value}}',
    lengthAtLeast: 'at least {{value}} characters',
    lengthAtMost: 'at most {{value}} characters',
    itemsAtLeast: 'at least {{value}} in the list',
    itemsAtMost: 'at most {{value}} in the list',
  },
};
