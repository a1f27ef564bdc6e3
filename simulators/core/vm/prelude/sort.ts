import type { Prelude } from "./prelude.ts";

/**
 * The sort of V8 (TimSort with galloping), comparison by comparison, because user code sees the order of the calls, and because the result of a
 * comparison that is no order (`(a, b) => a > b`) depends on them.
 *
 * `work` is an array that only the sort knows. State of the merge: `state[0]` is the least length for galloping, `state[1..]` pairs of start and length.
 * @see V8, third_party/v8/builtins/array-sort.tq
 */
export const sortPrelude: Prelude = {
  $: {
    $sort: [
      2,
      `function (work, compare) {
  let remaining = work.length;
  if (remaining < 2) return;
  let low = 0;
  let odd = 0;
  let least = remaining;
  while (least >= 64) {
    odd |= least & 1;
    least >>= 1;
  }
  least += odd;
  const state = [7];
  while (remaining !== 0) {
    let length = $sortRun(work, low, low + remaining, compare);
    if (length < least) {
      const forced = least < remaining ? least : remaining;
      $sortInsert(work, low, low + length, low + forced, compare);
      length = forced;
    }
    $append($append(state, low), length);
    $sortCollapse(state, work, compare);
    low += length;
    remaining -= length;
  }
  while (state.length > 3) {
    let at = state.length - 4;
    if (at > 1 && state[at - 1] < state[at + 3]) at -= 2;
    $sortMerge(state, at, work, compare);
  }
}`,
    ],
    $sortRun: [
      4,
      `function (work, low, high, compare) {
  if (low + 1 === high) return 1;
  let length = 2;
  let previous = work[low + 1];
  const isDescending = +compare(previous, work[low]) < 0;
  for (let at = low + 2; at < high; at += 1) {
    const current = work[at];
    if ((+compare(current, previous) < 0) !== isDescending) break;
    previous = current;
    length += 1;
  }
  if (isDescending) {
    for (let from = low, to = low + length - 1; from < to; from += 1, to -= 1) {
      const value = work[from];
      work[from] = work[to];
      work[to] = value;
    }
  }
  return length;
}`,
    ],
    $sortInsert: [
      5,
      `function (work, low, start, high, compare) {
  for (let next = start === low ? start + 1 : start; next < high; next += 1) {
    let left = low;
    let right = next;
    const pivot = work[next];
    while (left < right) {
      const middle = left + ((right - left) >> 1);
      if (+compare(pivot, work[middle]) < 0) right = middle;
      else left = middle + 1;
    }
    for (let at = next; at > left; at -= 1) work[at] = work[at - 1];
    work[left] = pivot;
  }
}`,
    ],
    $sortCollapse: [
      3,
      `function (state, work, compare) {
  while (state.length > 3) {
    let at = state.length - 4;
    const second = state[at + 1];
    const last = state[at + 3];
    const third = at >= 3 ? state[at - 1] : -1;
    const isBroken = (third >= 0 && third <= second + last) || (at >= 5 && state[at - 3] <= third + second);
    if (isBroken) {
      if (third < last) at -= 2;
      $sortMerge(state, at, work, compare);
    } else if (second <= last) $sortMerge(state, at, work, compare);
    else return;
  }
}`,
    ],
    $sortMerge: [
      4,
      `function (state, at, work, compare) {
  let startA = state[at];
  let lengthA = state[at + 1];
  const startB = state[at + 2];
  let lengthB = state[at + 3];
  state[at + 1] = lengthA + lengthB;
  for (let next = at + 2; next + 2 < state.length; next += 1) state[next] = state[next + 2];
  state.length -= 2;
  const skipped = $gallopRight(work, work[startB], startA, lengthA, 0, compare);
  startA += skipped;
  lengthA -= skipped;
  if (lengthA === 0) return;
  lengthB = $gallopLeft(work, work[startA + lengthA - 1], startB, lengthB, lengthB - 1, compare);
  if (lengthB === 0) return;
  if (lengthA <= lengthB) $sortMergeLow(state, work, startA, lengthA, startB, lengthB, compare);
  else $sortMergeHigh(state, work, startA, lengthA, startB, lengthB, compare);
}`,
    ],
    $gallopLeft: [
      6,
      `function (work, key, start, length, hint, compare) {
  let last = 0;
  let offset = 1;
  if (+compare(work[start + hint], key) < 0) {
    const most = length - hint;
    while (offset < most && +compare(work[start + hint + offset], key) < 0) {
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > most) offset = most;
    last += hint;
    offset += hint;
  } else {
    const most = hint + 1;
    while (offset < most && !(+compare(work[start + hint - offset], key) < 0)) {
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > most) offset = most;
    const before = last;
    last = hint - offset;
    offset = hint - before;
  }
  last += 1;
  while (last < offset) {
    const middle = last + ((offset - last) >> 1);
    if (+compare(work[start + middle], key) < 0) last = middle + 1;
    else offset = middle;
  }
  return offset;
}`,
    ],
    $gallopRight: [
      6,
      `function (work, key, start, length, hint, compare) {
  let last = 0;
  let offset = 1;
  if (+compare(key, work[start + hint]) < 0) {
    const most = hint + 1;
    while (offset < most && +compare(key, work[start + hint - offset]) < 0) {
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > most) offset = most;
    const before = last;
    last = hint - offset;
    offset = hint - before;
  } else {
    const most = length - hint;
    while (offset < most && !(+compare(key, work[start + hint + offset]) < 0)) {
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > most) offset = most;
    last += hint;
    offset += hint;
  }
  last += 1;
  while (last < offset) {
    const middle = last + ((offset - last) >> 1);
    if (+compare(key, work[start + middle]) < 0) offset = middle;
    else last = middle + 1;
  }
  return offset;
}`,
    ],
    $sortMergeLow: [
      7,
      `function (state, work, startA, countA, startB, countB, compare) {
  let lengthA = countA;
  let lengthB = countB;
  const held = $sortCopy(work, startA, lengthA);
  let to = startA;
  let a = 0;
  let b = startB;
  work[to++] = work[b++];
  lengthB -= 1;
  let least = state[0];
  merging: while (lengthB > 0 && lengthA > 1) {
    let winsA = 0;
    let winsB = 0;
    for (;;) {
      if (+compare(work[b], held[a]) < 0) {
        work[to++] = work[b++];
        winsB += 1;
        winsA = 0;
        lengthB -= 1;
        if (lengthB === 0) break merging;
        if (winsB >= least) break;
      } else {
        work[to++] = held[a++];
        winsA += 1;
        winsB = 0;
        lengthA -= 1;
        if (lengthA === 1) break merging;
        if (winsA >= least) break;
      }
    }
    least += 1;
    for (let isFirst = true; isFirst || winsA >= 7 || winsB >= 7; isFirst = false) {
      least = least - 1 > 1 ? least - 1 : 1;
      state[0] = least;
      winsA = $gallopRight(held, work[b], a, lengthA, 0, compare);
      for (let count = winsA; count > 0; count -= 1) work[to++] = held[a++];
      lengthA -= winsA;
      if (lengthA <= 1) break merging;
      work[to++] = work[b++];
      lengthB -= 1;
      if (lengthB === 0) break merging;
      winsB = $gallopLeft(work, held[a], b, lengthB, 0, compare);
      for (let count = winsB; count > 0; count -= 1) work[to++] = work[b++];
      lengthB -= winsB;
      if (lengthB === 0) break merging;
      work[to++] = held[a++];
      lengthA -= 1;
      if (lengthA === 1) break merging;
    }
    least += 1;
    state[0] = least;
  }
  if (lengthB > 0 && lengthA === 1) {
    for (; lengthB > 0; lengthB -= 1) work[to++] = work[b++];
    work[to] = held[a];
  } else for (; lengthA > 0; lengthA -= 1) work[to++] = held[a++];
}`,
    ],
    $sortMergeHigh: [
      7,
      `function (state, work, startA, countA, startB, countB, compare) {
  let lengthA = countA;
  let lengthB = countB;
  const held = $sortCopy(work, startB, lengthB);
  let to = startB + lengthB - 1;
  let a = startA + lengthA - 1;
  let b = lengthB - 1;
  work[to--] = work[a--];
  lengthA -= 1;
  let least = state[0];
  merging: while (lengthA > 0 && lengthB > 1) {
    let winsA = 0;
    let winsB = 0;
    for (;;) {
      if (+compare(held[b], work[a]) < 0) {
        work[to--] = work[a--];
        winsA += 1;
        winsB = 0;
        lengthA -= 1;
        if (lengthA === 0) break merging;
        if (winsA >= least) break;
      } else {
        work[to--] = held[b--];
        winsB += 1;
        winsA = 0;
        lengthB -= 1;
        if (lengthB === 1) break merging;
        if (winsB >= least) break;
      }
    }
    least += 1;
    for (let isFirst = true; isFirst || winsA >= 7 || winsB >= 7; isFirst = false) {
      least = least - 1 > 1 ? least - 1 : 1;
      state[0] = least;
      winsA = lengthA - $gallopRight(work, held[b], startA, lengthA, lengthA - 1, compare);
      for (let count = winsA; count > 0; count -= 1) work[to--] = work[a--];
      lengthA -= winsA;
      if (lengthA === 0) break merging;
      work[to--] = held[b--];
      lengthB -= 1;
      if (lengthB === 1) break merging;
      winsB = lengthB - $gallopLeft(held, work[a], 0, lengthB, lengthB - 1, compare);
      for (let count = winsB; count > 0; count -= 1) work[to--] = held[b--];
      lengthB -= winsB;
      if (lengthB <= 1) break merging;
      work[to--] = work[a--];
      lengthA -= 1;
      if (lengthA === 0) break merging;
    }
    least += 1;
    state[0] = least;
  }
  if (lengthB === 1 && lengthA > 0) {
    for (; lengthA > 0; lengthA -= 1) work[to--] = work[a--];
    work[to] = held[b];
  } else for (; lengthB > 0; lengthB -= 1) work[to--] = held[b--];
}`,
    ],
  },
};
