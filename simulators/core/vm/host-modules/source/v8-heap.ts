/** Of `node:v8`: sizes of a small heap, always the same ones; they say nothing of the machine that checks. */

const spaces =
  "read_only_space new_space old_space code_space shared_space new_large_object_space large_object_space code_large_object_space shared_large_object_space";
const [size, used] = [1_048_576, 524_288];

export const getHeapSpaceStatistics = (): object[] =>
  spaces.split(" ").map((space) => ({
    space_name: space,
    space_size: size,
    space_used_size: used,
    space_available_size: size - used,
    physical_space_size: size,
  }));

export const getHeapStatistics = (): object => ({
  total_heap_size: 16_777_216,
  total_heap_size_executable: 262_144,
  total_physical_size: 16_777_216,
  total_available_size: 2_147_483_648,
  used_heap_size: 8_388_608,
  heap_size_limit: 2_155_872_256,
  malloced_memory: 262_144,
  peak_malloced_memory: 524_288,
  does_zap_garbage: 0,
  number_of_native_contexts: 1,
  number_of_detached_contexts: 0,
  total_global_handles_size: 8192,
  used_global_handles_size: 2112,
  external_memory: 1_048_576,
});
