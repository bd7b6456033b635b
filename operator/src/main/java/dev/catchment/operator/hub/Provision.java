package dev.catchment.operator.hub;

import java.util.List;

/**
 * How the streams, buckets and plan of a hub stand in NATS.
 *
 * @param faults what is not as it should be; the first is the worst
 * @param repaired what was not as it should be and is again, each as a sentence
 */
public record Provision(List<Fault> faults, List<String> repaired) {
    public Provision {
        faults = List.copyOf(faults);
        repaired = List.copyOf(repaired);
    }
}
