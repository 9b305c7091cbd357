// AssemblyScript, compiled by `pnpm projen` into src/generated/trees-wasm.ts. Each function has a plain twin in src/trees, which says what it does and
// gives the same bits: sums of whole numbers are exact in any order, and everything else happens in the twin's order. Arguments named like arrays are addresses.

/** As `mostBins` and `unit` of the twin, with what follows from them in bytes. */
const mostBins: i32 = 64;
const unit: f64 = 134217728;
const binBytes: i32 = mostBins * 8;
/** Features that are summed together: their sums, 4 kB, stay in a core's first cache. */
const group: i32 = 8;
/** Rows that are fetched together: each waits for memory once, and all of them wait at once. */
const block: i32 = 32;
/** Features at most: of those, blocks of rows and masks have room here. */
const mostFeatures: i32 = 1024;

const fetched: usize = memory.data(block * mostFeatures, 16);
const values: usize = memory.data(block * 8, 16);
const masks: usize = memory.data((mostFeatures / 16) * mostFeatures, 16);
const means: usize = memory.data(mostBins * 8, 16);

/** Twin: histogram.ts. `stride`, the bytes of a row, is a multiple of 16; `features` rise; `out` has room for the next multiple of `group`. */
export function sumRows(
  bytes: usize,
  stride: i32,
  features: usize,
  drawn: i32,
  rows: usize,
  count: i32,
  packed: usize,
  out: usize,
): void {
  const width = (drawn + group - 1) & -group;
  const pitch = (drawn + 15) & -16;
  memory.fill(out, 0, width * binBytes);
  const isWhole = load<i32>(features + ((drawn - 1) << 2)) === drawn - 1;
  if (!isWhole) writeMasks(features, drawn, stride, pitch);
  for (let done = 0; done < count; done += block) {
    const some = min(block, count - done);
    const these = rows + (done << 2);
    for (let k = 0; k < some; k++) {
      const row = load<i32>(these + (k << 2));
      store<f64>(values + (k << 3), load<f64>(packed + (row << 3)));
      const from = bytes + row * stride;
      const to = fetched + k * pitch;
      if (isWhole) copyRow(from, to, pitch);
      else pickRow(from, to, stride, pitch);
    }
    for (let g = 0; g < width; g += group) addGroup(fetched + g, pitch, some, out + g * binBytes);
  }
}

/** For each 16 features of a row as drawn, and each 16 bytes of a whole row, which of the latter go where. */
function writeMasks(features: usize, drawn: i32, stride: i32, pitch: i32): void {
  memory.fill(masks, 0xff, pitch * (stride >> 4));
  for (let j = 0; j < drawn; j++) {
    const feature = load<i32>(features + (j << 2));
    const at = ((j >> 4) * (stride >> 4) + (feature >> 4)) * 16 + (j & 15);
    store<u8>(masks + at, <u8>(feature & 15));
  }
}

function copyRow(from: usize, to: usize, pitch: i32): void {
  for (let at = 0; at < pitch; at += 16) v128.store(to + at, v128.load(from + at));
}

function pickRow(from: usize, to: usize, stride: i32, pitch: i32): void {
  let mask = masks;
  for (let at = 0; at < pitch; at += 16) {
    let picked = i8x16.splat(0);
    for (let source = 0; source < stride; source += 16) {
      picked = v128.or(picked, i8x16.swizzle(v128.load(from + source), v128.load(mask)));
      mask += 16;
    }
    v128.store(to + at, picked);
  }
}

function addGroup(at: usize, pitch: i32, count: i32, out: usize): void {
  for (let k = 0; k < count; k++) {
    const value = load<f64>(values + (k << 3));
    let cell = cellOf(out, load<u8>(at));
    store<f64>(cell, load<f64>(cell) + value);
    cell = cellOf(out, load<u8>(at, 1));
    store<f64>(cell, load<f64>(cell, 512) + value, 512);
    cell = cellOf(out, load<u8>(at, 2));
    store<f64>(cell, load<f64>(cell, 1024) + value, 1024);
    cell = cellOf(out, load<u8>(at, 3));
    store<f64>(cell, load<f64>(cell, 1536) + value, 1536);
    cell = cellOf(out, load<u8>(at, 4));
    store<f64>(cell, load<f64>(cell, 2048) + value, 2048);
    cell = cellOf(out, load<u8>(at, 5));
    store<f64>(cell, load<f64>(cell, 2560) + value, 2560);
    cell = cellOf(out, load<u8>(at, 6));
    store<f64>(cell, load<f64>(cell, 3072) + value, 3072);
    cell = cellOf(out, load<u8>(at, 7));
    store<f64>(cell, load<f64>(cell, 3584) + value, 3584);
    at += pitch;
  }
}

function cellOf(out: usize, bin: usize): usize {
  return out + (bin << 3);
}

/** Twin: histogram.ts. `length` is a multiple of 2. */
export function subtract(parent: usize, child: usize, length: i32): void {
  const end = parent + (length << 3);
  for (; parent < end; parent += 16) {
    v128.store(parent, f64x2.sub(v128.load(parent), v128.load(child)));
    child += 16;
  }
}

/** Twin: partition.ts. */
export function partition(column: usize, rows: usize, from: i32, to: i32, low: u32, high: u32, scratch: usize): i32 {
  const mask = <u64>low | ((<u64>high) << 32);
  const start = rows + (from << 2);
  const end = rows + (to << 2);
  let left = start;
  let right = scratch;
  for (let at = start; at < end; at += 4) {
    const row = load<i32>(at);
    const goesLeft = 4 & -(<i32>(mask >> load<u8>(column + row)) & 1);
    store<i32>(left, row);
    store<i32>(right, row);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  memory.copy(left, scratch, right - scratch);
  return from + <i32>((left - start) >> 2);
}

let allWeight: f64 = 0;
let allGradient: f64 = 0;
let damping: f64 = 0;
let least: f64 = 0;

function weightIn(sum: f64): f64 {
  return Math.floor(sum / unit + 0.5);
}

/** The two halves of a cut side by side. */
function gainOf(sum: f64): f64 {
  const weight = weightIn(sum);
  const rest = allWeight - weight;
  if (weight < least || rest < least) return -Infinity;
  const gradient = sum - weight * unit;
  const gradients = f64x2.replace_lane(f64x2.splat(gradient), 1, allGradient - gradient);
  const weights = f64x2.add(f64x2.replace_lane(f64x2.splat(weight), 1, rest), f64x2.splat(damping));
  const gains = f64x2.div(f64x2.mul(gradients, gradients), weights);
  return f64x2.extract_lane(gains, 0) + f64x2.extract_lane(gains, 1);
}

/**
 * Twin: splitting.ts.
 *
 * @param out gain; then, in words of 32 bits: place of the feature among those drawn, number of bins that go left; then these bins, shape (mostBins)
 * @returns   whether there is a split
 */
export function bestSplit(
  histogram: usize,
  total: f64,
  drawn: i32,
  categorical: usize,
  ridge: f64,
  leastWeight: f64,
  leastGain: f64,
  smoothing: f64,
  out: usize,
): bool {
  damping = ridge;
  least = leastWeight;
  allWeight = weightIn(total);
  allGradient = total - allWeight * unit;
  if (allWeight < 2 * leastWeight) return false;
  const base = (allGradient * allGradient) / (allWeight + ridge);
  const order = out + 16;
  let best = base + leastGain;
  let bestPlace = -1;
  let bestCut = 0;
  let bestMissing = false;
  for (let place = 0; place < drawn; place++) {
    const at = histogram + place * binBytes;
    if (load<i32>(categorical + (place << 2)) === 1) {
      const count = orderLevels(at, order, smoothing);
      let sum: f64 = 0;
      for (let j = 0; j < count - 1; j++) {
        sum += load<f64>(at + ((<usize>load<i32>(order + (j << 2))) << 3));
        const gain = gainOf(sum);
        if (gain > best) {
          best = gain;
          bestPlace = place;
          bestCut = j;
        }
      }
      continue;
    }
    const missing = load<f64>(at);
    let sum: f64 = 0;
    for (let bin = 1; bin < mostBins - 1; bin++) {
      const here = load<f64>(at + (bin << 3));
      if (here === 0) continue;
      sum += here;
      const gain = gainOf(sum);
      if (gain > best) {
        best = gain;
        bestPlace = place;
        bestCut = bin;
        bestMissing = false;
      }
      if (missing === 0) continue;
      const joined = gainOf(sum + missing);
      if (joined > best) {
        best = joined;
        bestPlace = place;
        bestCut = bin;
        bestMissing = true;
      }
    }
    if (missing !== 0) {
      const gain = gainOf(missing);
      if (gain > best) {
        best = gain;
        bestPlace = place;
        bestCut = 0;
        bestMissing = true;
      }
    }
  }
  if (bestPlace < 0) return false;
  store<f64>(out, best - base);
  store<i32>(out + 8, bestPlace);
  if (load<i32>(categorical + (bestPlace << 2)) === 1) {
    orderLevels(histogram + bestPlace * binBytes, order, smoothing);
    store<i32>(out + 12, bestCut + 1);
    return true;
  }
  const first = bestMissing ? 0 : 1;
  for (let bin = first; bin <= bestCut; bin++) store<i32>(order + ((bin - first) << 2), bin);
  store<i32>(out + 12, bestCut + 1 - first);
  return true;
}

/** Twin: splitting.ts; by insertion, which keeps levels of one mean in their order. */
function orderLevels(at: usize, order: usize, smoothing: f64): i32 {
  let count = 0;
  for (let bin = 0; bin < mostBins; bin++) {
    const sum = load<f64>(at + (bin << 3));
    if (sum === 0) continue;
    const weight = weightIn(sum);
    const mean = (sum - weight * unit) / (weight + smoothing);
    let k = count++;
    for (; k > 0 && load<f64>(means + ((k - 1) << 3)) > mean; k--) {
      store<f64>(means + (k << 3), load<f64>(means + ((k - 1) << 3)));
      store<i32>(order + (k << 2), load<i32>(order + ((k - 1) << 2)));
    }
    store<f64>(means + (k << 3), mean);
    store<i32>(order + (k << 2), bin);
  }
  return count;
}

/** Where memory that nothing here uses begins. */
export function firstFree(): usize {
  return __heap_base;
}
