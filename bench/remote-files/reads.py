"""The same model of reads as in simulators/remote-file/latency/reads.ts, on SimPy: five events for each read.

Arguments: clients, reads of each, microseconds on the way (both ways), on the wire, between two messages of an adapter.
Prints JSON: simulated microseconds, mean of a read, events, seconds on the processor.
"""

import json
import sys
import time

import simpy

clients, reads = int(sys.argv[1]), int(sys.argv[2])
way, wire, slot = (float(text) for text in sys.argv[3:6])


class Shared:
    adapter_free = 0.0
    wire_free = 0.0
    total = 0.0
    events = 0


def client(env, shared):
    own_free = 0.0
    for _ in range(reads):
        begun = env.now
        own_free = max(env.now, own_free) + slot / 2
        yield env.timeout(own_free - env.now)
        yield env.timeout(way / 2)
        shared.adapter_free = max(env.now, shared.adapter_free) + slot / 2
        yield env.timeout(shared.adapter_free - env.now)
        shared.wire_free = max(env.now, shared.wire_free) + wire
        yield env.timeout(shared.wire_free - env.now)
        yield env.timeout(way / 2)
        shared.total += env.now - begun
        shared.events += 5


environment = simpy.Environment()
shared = Shared()
for _ in range(clients):
    environment.process(client(environment, shared))
start = time.process_time()
environment.run()
seconds = time.process_time() - start
mean = shared.total / (clients * reads)
print(json.dumps({"microseconds": environment.now, "meanUs": mean, "events": shared.events, "seconds": seconds, "version": simpy.__version__}))
