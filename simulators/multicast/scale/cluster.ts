import { popcount32 } from "../bitmap.ts";
import { type Tier, weightAt } from "./tier.ts";

/**
 * Rules 1 and 2 of the controller (specification §5) for the switches in `tier.ids`: writes the p-rules and `tier.left`.
 * Gives the same rules as the text of the specification, which `encode.test.ts` compares.
 */
export function clusterTier(tier: Tier): void {
  tier.ruleCount = 0;
  tier.leftCount = 0;
  if (tier.count <= tier.maxRules) shareEqual(tier);
  else {
    sortByWeight(tier);
    if (tier.redundancy === 0) coverEqual(tier);
    else coverNearest(tier);
  }
  collectLeft(tier);
}

/** Rule 1: as many rules as needed; equal bitmaps share one, ascending by id. */
function shareEqual(tier: Tier): void {
  const { ids, count, ruleSizes, idsPerRule, slotValues } = tier;
  tier.stamp += 1;
  for (let i = 0; i < count; i += 1) {
    const id = ids[i] as number;
    const slot = slotOf(tier, id);
    let rule = slotValues[slot] as number;
    if (rule < 0 || ruleSizes[rule] === idsPerRule) {
      rule = startRule(tier, id);
      slotValues[slot] = rule;
    } else addToRule(tier, rule, ruleSizes[rule] as number, id);
  }
}

/**
 * Rule 2 where no redundancy is allowed: only equal bitmaps may share, so the search for the nearest bitmap is a look-up.
 * `next` chains the equal ones in order; a rule takes a prefix of the chain of the first switch without a rule.
 */
function coverEqual(tier: Tier): void {
  const { sorted, count, next, previous, slotValues, isAssigned, maxRules } = tier;
  tier.stamp += 1;
  for (let position = 0; position < count; position += 1) {
    const slot = slotOf(tier, sorted[position] as number);
    const before = slotValues[slot] as number;
    if (0 <= before) next[before] = position;
    next[position] = -1;
    previous[position] = before;
    slotValues[slot] = position;
  }
  let unassigned = count;
  let head = 0;
  for (let made = 0; made < maxRules; made += 1) {
    while (isAssigned[sorted[head] as number] === 1) head += 1;
    const wanted = idsWanted(tier, unassigned, made);
    const rule = startRule(tier, sorted[head] as number);
    let size = 1;
    for (let other = next[head] as number; size < wanted && 0 <= other; other = next[other] as number) {
      addToRule(tier, rule, size, sorted[other] as number);
      size += 1;
    }
    unassigned -= size;
  }
}

/** Rule 2: each rule starts with the lightest switch and takes the nearest ones while redundancy allows. */
function coverNearest(tier: Tier): void {
  const { sorted, sortedWeights, sortedBits, stride, count, next, ruleBits, redundancy, maxRules } = tier;
  const nearest = stride === 2 ? nearestOf64 : nearestOfMany;
  linkAll(tier);
  let unassigned = count;
  for (let made = 0; made < maxRules; made += 1) {
    const wanted = idsWanted(tier, unassigned, made);
    const first = next[count] as number;
    unlink(tier, first);
    const rule = startRule(tier, sorted[first] as number);
    const bits = rule * stride;
    let weight = sortedWeights[first] as number;
    let sumOfWeights = weight;
    let size = 1;
    // The choices for fewer ids are a prefix of those for more, and redundancy never falls: one pass finds the longest prefix.
    while (size < wanted) {
      const candidate = nearest(tier, bits, weight);
      if (candidate === count) break;
      const from = candidate * stride;
      const joint = jointWeight(sortedBits, from, ruleBits, bits, stride);
      sumOfWeights += sortedWeights[candidate] as number;
      if ((size + 1) * joint - sumOfWeights > redundancy) break;
      for (let word = 0; word < stride; word += 1)
        ruleBits[bits + word] = (ruleBits[bits + word] as number) | (sortedBits[from + word] as number);
      weight = joint;
      unlink(tier, candidate);
      addToRule(tier, rule, size, sorted[candidate] as number);
      size += 1;
    }
    unassigned -= size;
  }
}

/** k of rule 2. */
function idsWanted(tier: Tier, unassigned: number, rulesMade: number): number {
  return Math.min(tier.idsPerRule, Math.ceil(unassigned / (tier.maxRules - rulesMade)));
}

/**
 * Position of the linked switch whose union with the rule at `bits` is smallest; ties: lighter, then smaller id.
 * Order of the list settles ties. No union is lighter than either part: that ends the search.
 *
 * @returns `tier.count` when none is left.
 */
function nearestOf64(tier: Tier, bits: number, weight: number): number {
  const { sortedBits, sortedWeights, next, count, ruleBits } = tier;
  const low = ruleBits[bits] as number;
  const high = ruleBits[bits + 1] as number;
  let best = count;
  let bestJoint = Number.MAX_SAFE_INTEGER;
  for (let at = next[count] as number; at !== count; at = next[at] as number) {
    if (bestJoint <= (sortedWeights[at] as number)) break;
    const joint = popcount32(low | (sortedBits[2 * at] as number)) + popcount32(high | (sortedBits[2 * at + 1] as number));
    if (joint < bestJoint) {
      best = at;
      bestJoint = joint;
      if (joint === weight) break;
    }
  }
  return best;
}

function nearestOfMany(tier: Tier, bits: number, weight: number): number {
  const { sortedBits, sortedWeights, next, count, ruleBits, stride } = tier;
  let best = count;
  let bestJoint = Number.MAX_SAFE_INTEGER;
  for (let at = next[count] as number; at !== count; at = next[at] as number) {
    if (bestJoint <= (sortedWeights[at] as number)) break;
    const joint = jointWeight(sortedBits, at * stride, ruleBits, bits, stride);
    if (joint < bestJoint) {
      best = at;
      bestJoint = joint;
      if (joint === weight) break;
    }
  }
  return best;
}

function jointWeight(a: Uint32Array, atA: number, b: Uint32Array, atB: number, stride: number): number {
  let weight = 0;
  for (let word = 0; word < stride; word += 1) weight += popcount32((a[atA + word] as number) | (b[atB + word] as number));
  return weight;
}

/** Counting sort by weight; ids stay ascending within one weight. */
function sortByWeight(tier: Tier): void {
  const { ids, count, weights, weightStarts, sorted, sortedWeights, sortedBits, own, stride } = tier;
  weightStarts.fill(0);
  for (let i = 0; i < count; i += 1) {
    const after = (weights[i] as number) + 1;
    weightStarts[after] = (weightStarts[after] as number) + 1;
  }
  for (let weight = 1; weight < weightStarts.length; weight += 1) {
    weightStarts[weight] = (weightStarts[weight] as number) + (weightStarts[weight - 1] as number);
  }
  for (let i = 0; i < count; i += 1) {
    const weight = weights[i] as number;
    const position = weightStarts[weight] as number;
    weightStarts[weight] = position + 1;
    const id = ids[i] as number;
    sorted[position] = id;
    sortedWeights[position] = weight;
    for (let word = 0; word < stride; word += 1) sortedBits[position * stride + word] = own[id * stride + word] as number;
  }
}

function linkAll(tier: Tier): void {
  const { next, previous, count } = tier;
  for (let position = 0; position < count; position += 1) {
    next[position] = position + 1;
    previous[position + 1] = position;
  }
  next[count] = 0;
  previous[0] = count;
}

function unlink(tier: Tier, position: number): void {
  const { next, previous } = tier;
  const before = previous[position] as number;
  const after = next[position] as number;
  next[before] = after;
  previous[after] = before;
}

function startRule(tier: Tier, id: number): number {
  const { stride, own, ruleBits, ruleSizes, ruleIds, idsPerRule, isAssigned } = tier;
  const rule = tier.ruleCount;
  tier.ruleCount = rule + 1;
  for (let word = 0; word < stride; word += 1) ruleBits[rule * stride + word] = own[id * stride + word] as number;
  ruleIds[rule * idsPerRule] = id;
  ruleSizes[rule] = 1;
  isAssigned[id] = 1;
  return rule;
}

function addToRule(tier: Tier, rule: number, size: number, id: number): void {
  tier.ruleIds[rule * tier.idsPerRule + size] = id;
  tier.ruleSizes[rule] = size + 1;
  tier.isAssigned[id] = 1;
}

function collectLeft(tier: Tier): void {
  const { ids, count, isAssigned, left } = tier;
  let leftCount = 0;
  for (let i = 0; i < count; i += 1) {
    const id = ids[i] as number;
    if (isAssigned[id] === 0) {
      left[leftCount] = id;
      leftCount += 1;
    } else isAssigned[id] = 0;
  }
  tier.leftCount = leftCount;
}

/** The place of this switch's bitmap in the table; `slotValues` there is -1 when no equal bitmap has been asked for since `stamp` was raised. */
function slotOf(tier: Tier, id: number): number {
  const { own, stride, slotIds, slotValues, slotStamps, stamp } = tier;
  const mask = slotIds.length - 1;
  let hash = 0;
  for (let word = id * stride; word < (id + 1) * stride; word += 1) {
    hash = Math.imul(hash ^ (own[word] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  let slot = hash & mask;
  while (slotStamps[slot] === stamp) {
    if (isSame(own, slotIds[slot] as number, id, stride)) return slot;
    slot = (slot + 1) & mask;
  }
  slotStamps[slot] = stamp;
  slotIds[slot] = id;
  slotValues[slot] = -1;
  return slot;
}

function isSame(own: Uint32Array, a: number, b: number, stride: number): boolean {
  for (let word = 0; word < stride; word += 1) if (own[a * stride + word] !== own[b * stride + word]) return false;
  return true;
}

/** Fills `tier.weights` from `tier.own`. */
export function weighTier(tier: Tier): void {
  const { ids, count, weights, own, stride } = tier;
  for (let i = 0; i < count; i += 1) weights[i] = weightAt(own, (ids[i] as number) * stride, stride);
}
