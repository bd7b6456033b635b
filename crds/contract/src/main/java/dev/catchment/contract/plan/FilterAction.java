package dev.catchment.contract.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a filter does with an event that its condition matches. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FilterAction.Drop.class, name = "drop"),
    @JsonSubTypes.Type(value = FilterAction.Sample.class, name = "sample"),
    @JsonSubTypes.Type(value = FilterAction.DropFields.class, name = "dropFields"),
    @JsonSubTypes.Type(value = FilterAction.KeepFields.class, name = "keepFields"),
    @JsonSubTypes.Type(value = FilterAction.Hold.class, name = "hold")
})
public sealed interface FilterAction {
    /** The event is not delivered. */
    record Drop() implements FilterAction {}

    /**
     * Only a part of the events is delivered.
     *
     * @param percent share that passes, 0 to 100
     * @param path field whose hash decides, so that one value always falls on the same side; absent: the messageId
     */
    record Sample(double percent, @Nullable String path) implements FilterAction {
        public Sample {
            if (!(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException("percent is " + percent + "; it is 0 to 100");
            }
        }
    }

    /** These fields (dotted paths; through arrays, every element) are removed. */
    record DropFields(List<String> paths) implements FilterAction {
        public DropFields {
            paths = List.copyOf(paths);
        }
    }

    /** In each parent object that is named, only the named fields stay. */
    record KeepFields(List<String> paths) implements FilterAction {
        public KeepFields {
            paths = List.copyOf(paths);
        }
    }

    /**
     * The filter was never accepted, so nobody knows what it would remove: what it covers waits until it is mended.
     *
     * @param reason for people
     */
    record Hold(String reason) implements FilterAction {
        public Hold {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
