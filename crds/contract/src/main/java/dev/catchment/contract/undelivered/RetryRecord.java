package dev.catchment.contract.undelivered;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits for another attempt, as it lies in the retry stream: one JSON object. It holds the event and not
 * its requests, because each attempt uses the plan that is then in force. Its headers say what a reader of headers
 * alone must know: {@link #DESTINATION}, {@link #ORIGIN} and {@link #EPOCH}.
 *
 * @param epoch of the director that wrote it; 0: it was re-driven by a person
 * @param position where the event stands in its partition of the log: {@code frame:index}
 * @param receivedAt ISO 8601
 * @param attempts requests that were made
 * @param failures those of them that may be this event's fault
 * @param firstFailedAt ISO 8601; absent: it has not failed since it was re-driven
 * @param suspendedMillis how long its destination had been suspended in all when it first failed: that time does not
 *     count
 * @param mappings presets and mappings that are still to be sent; absent: all that match
 * @param refused presets and mappings that were given up before; absent: none
 * @param reason of the last failure, for people; if something was refused, why that was: a {@link LetterReason}
 * @param event as destinations see it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryRecord(
        int version,
        String destination,
        int partition,
        long epoch,
        String position,
        String source,
        String receivedAt,
        int attempts,
        int failures,
        @Nullable String firstFailedAt,
        long suspendedMillis,
        @Nullable List<String> mappings,
        @Nullable List<String> refused,
        String reason,
        JsonNode event) {
    public static final int VERSION = 1;
    public static final String DESTINATION = "Catchment-Destination";
    public static final String ORIGIN = "Catchment-Origin";
    public static final String EPOCH = "Catchment-Epoch";
    /** When the event was received, in milliseconds since 1970. */
    public static final String RECEIVED = "Catchment-Received";
    /** There, whatever its value, if the record holds all of the dead letter that it came from. */
    public static final String WHOLE_LETTER = "Catchment-Whole-Letter";

    public RetryRecord {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(event, "event");
        mappings = mappings == null ? null : List.copyOf(mappings);
        refused = refused == null ? null : List.copyOf(refused);
    }

    public byte[] toJson() throws IOException {
        return ContractJson.EVENTS.writeValueAsBytes(this);
    }

    /** @throws IOException if it is none, or one of a version that is not known here */
    public static RetryRecord parse(byte[] json) throws IOException {
        RetryRecord record = ContractJson.EVENTS.readValue(json, RetryRecord.class);
        if (record == null || record.version > VERSION) {
            throw new IOException("a retry record of a version that is not known here");
        }
        return record;
    }
}
