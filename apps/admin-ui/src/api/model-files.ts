import type { Upload } from '@tandem/data-model/contract';

/** Whether an upload is, by its name, a model that was trained elsewhere; what its bytes are is seen in training. */
export const isModelFile = ({ name, source }: Upload): boolean =>
  source === null && name.toLowerCase().endsWith('.onnx');
