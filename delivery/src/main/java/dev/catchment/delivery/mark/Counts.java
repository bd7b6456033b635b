package dev.catchment.delivery.mark;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a destination's events. Every event that its mark has passed is in exactly one of delivered, filtered,
 * disabled, discarded, retrying and (deadLettered − redriven); failedAttempts and retried say how much trouble they were.
 * As JSON, zeros are left out.
 *
 * @param deadLettered events that became dead letters, also those that were re-driven since
 * @param redriven dead letters that were taken up again, and are counted once more as what became of them then
 * @param discarded events given up with their backlog
 * @param retrying events that wait in the retry tiers now
 * @param failedAttempts requests that failed
 * @param retried events that needed more than one request
 * @param filtered by reason
 * @param deadLetteredBy deadLettered by reason; those that an earlier release counted are not in it
 * @param sources the same, by source; they sum up to this. Those beyond {@link Counters#MOST_SOURCES} are under
 *     {@link Counters#OTHER_SOURCES}. Empty in the counts of a source
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Counts(
        long delivered,
        long disabled,
        long deadLettered,
        long redriven,
        long discarded,
        long retrying,
        long failedAttempts,
        long retried,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Long> filtered,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Long> deadLetteredBy,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Counts> sources) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, Collections.emptySortedMap());

    /** Counts that nobody keeps by source, and without dead letters by reason. */
    public Counts(
            long delivered,
            long disabled,
            long deadLettered,
            long redriven,
            long discarded,
            long retrying,
            long failedAttempts,
            long retried,
            SortedMap<String, Long> filtered) {
        this(
                delivered,
                disabled,
                deadLettered,
                redriven,
                discarded,
                retrying,
                failedAttempts,
                retried,
                filtered,
                Collections.emptySortedMap());
    }

    /** Counts without dead letters by reason. */
    public Counts(
            long delivered,
            long disabled,
            long deadLettered,
            long redriven,
            long discarded,
            long retrying,
            long failedAttempts,
            long retried,
            SortedMap<String, Long> filtered,
            SortedMap<String, Counts> sources) {
        this(
                delivered,
                disabled,
                deadLettered,
                redriven,
                discarded,
                retrying,
                failedAttempts,
                retried,
                filtered,
                Collections.emptySortedMap(),
                sources);
    }

    /** What waits in the retry tiers is given up too. */
    public Counts retryingDiscarded() {
        SortedMap<String, Counts> each = new TreeMap<>();
        sources.forEach((source, counts) -> each.put(source, counts.retryingDiscarded()));
        return new Counts(
                delivered,
                disabled,
                deadLettered,
                redriven,
                discarded + retrying,
                0,
                failedAttempts,
                retried,
                filtered,
                deadLetteredBy,
                each);
    }

    /** What is absent is none: zeros are not written, and an earlier release knew fewer of these. */
    @JsonCreator
    static Counts stored(
            @JsonProperty("delivered") @Nullable Long delivered,
            @JsonProperty("disabled") @Nullable Long disabled,
            @JsonProperty("deadLettered") @Nullable Long deadLettered,
            @JsonProperty("redriven") @Nullable Long redriven,
            @JsonProperty("discarded") @Nullable Long discarded,
            @JsonProperty("retrying") @Nullable Long retrying,
            @JsonProperty("failedAttempts") @Nullable Long failedAttempts,
            @JsonProperty("retried") @Nullable Long retried,
            @JsonProperty("filtered") @Nullable SortedMap<String, Long> filtered,
            @JsonProperty("deadLetteredBy") @Nullable SortedMap<String, Long> deadLetteredBy,
            @JsonProperty("sources") @Nullable SortedMap<String, Counts> sources) {
        return new Counts(
                orZero(delivered),
                orZero(disabled),
                orZero(deadLettered),
                orZero(redriven),
                orZero(discarded),
                orZero(retrying),
                orZero(failedAttempts),
                orZero(retried),
                filtered == null ? new TreeMap<>() : filtered,
                deadLetteredBy == null ? new TreeMap<>() : deadLetteredBy,
                sources == null ? new TreeMap<>() : sources);
    }

    /** For whatever reason. */
    public long filteredInAll() {
        return filtered.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same in all, and none of it by source. */
    Counts withoutSources() {
        return new Counts(
                delivered,
                disabled,
                deadLettered,
                redriven,
                discarded,
                retrying,
                failedAttempts,
                retried,
                filtered,
                deadLetteredBy,
                Collections.emptySortedMap());
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
