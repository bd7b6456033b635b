package dev.catchment.contract.plan;

import java.util.List;
import java.util.Objects;

/**
 * What one instance of a plane has applied, under its key in the {@code applied} bucket.
 *
 * @param sequence highest revision of the plan bucket that it has read and applied or refused
 * @param refused documents it could not use; it still serves their last good form
 */
public record AppliedReport(String instance, long sequence, List<Refusal> refused) {
    public AppliedReport {
        Objects.requireNonNull(instance, "instance");
        refused = List.copyOf(refused);
    }

    public record Refusal(String key, long sequence, String reason) {
        public Refusal {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
