package dev.catchment.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of a destination, in all partitions, as of the last update of this status; exact numbers are
 * in Prometheus.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeliveryCounters(
        @JsonPropertyDescription("Events delivered.") @Nullable Long delivered,

        @JsonPropertyDescription("Events kept back by filters, the integrations object or because no mapping fits.")
        @Nullable Long filtered,

        @JsonPropertyDescription("Requests that failed, once for each of their events.") @Nullable Long failed,

        @JsonPropertyDescription("Events that wait for another attempt because they failed for reasons of their own.")
        @Nullable Long retrying,

        @JsonPropertyDescription("Events that became dead letters and were not re-driven since.") @Nullable Long deadLettered,

        @JsonPropertyDescription("When the oldest event was received that is not done with; absent: none waits.")
        @Size(max = 64) @Nullable String oldestPending,

        @JsonPropertyDescription(
                "closed: healthy; open: the tool fails and events wait; half-open: it is being tried. The worst of the partitions.")
        @Size(max = 16) @Nullable String circuit,

        @JsonPropertyDescription(
                "The last failed request, or why the last event became a dead letter that was never sent; no longer shown when delivery was restarted since.")
        @Size(max = 1024) @Nullable String lastError,

        @JsonPropertyDescription(
                "Events that became dead letters, by reason, the ten most frequent ones; also those that were re-driven since.")
        @Size(max = 10) List<DeadLetterCount> deadLetterReasons) {

    public DeliveryCounters {
        deadLetterReasons = Absent.list(deadLetterReasons);
    }
}
