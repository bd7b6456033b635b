package dev.catchment.contract.undelivered;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Position;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event that a destination did not take, as it lies in the dead-letter stream: one JSON object. One per event and
 * destination, however many requests the event needed.
 *
 * <p>A letter of {@link LetterReason#LANE_EXPIRED} stands for several events: those of one frame and source that a lane
 * still had to deliver when the log's space was given up. It holds none of them: they lie in the archive, at its
 * partition and {@link #positions()}.
 *
 * @param position where the event, or the first of several, stands in its partition of the log: {@code frame:index}
 * @param indexes of the events within the frame, ascending, where it stands for several; absent: the one at position
 * @param reason name of a {@link LetterReason}; a newer writer may know others
 * @param detail for people
 * @param attempts requests that were made
 * @param firstFailedAt ISO 8601; absent if nothing was sent
 * @param at when it was given up
 * @param mappings presets and mappings whose requests were not taken; absent: all of them
 * @param request the last one, secrets replaced by {@code ***}
 * @param status of the last answer, if there was one
 * @param answer beginning of the last answer's body, secrets replaced by {@code ***}
 * @param event as destinations see it, with its {@code receivedAt}; absent where it lies in the archive
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetter(
        int version,
        String destination,
        int partition,
        String position,
        @Nullable List<Integer> indexes,
        String source,
        String reason,
        String detail,
        int attempts,
        @Nullable String firstFailedAt,
        String at,
        @Nullable List<String> mappings,
        @Nullable Request request,
        @Nullable Integer status,
        @Nullable String answer,
        @Nullable JsonNode event) {
    public static final int VERSION = 1;
    /** Largest letter in the stream: the broker takes 1 MiB, headers included. */
    public static final int MAX_BYTES = 1000 * 1024;

    private static final String CUT = "[cut: the dead letter was too large]";
    private static final int DETAIL_CHARS = 2000;

    public DeadLetter {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reason, "reason");
        indexes = indexes == null ? null : List.copyOf(indexes);
        mappings = mappings == null ? null : List.copyOf(mappings);
        if (event == null && indexes == null) {
            throw new NullPointerException("event");
        }
    }

    /** @param body text; capped */
    public record Request(String method, String url, Map<String, String> headers, String body) {
        private Request cut() {
            return new Request(method, url.length() > DETAIL_CHARS ? CUT : url, Map.of(), CUT);
        }
    }

    /** Where its events stand, in order. */
    @JsonIgnore
    public List<Position> positions() {
        Position first = Position.parse(position);
        return indexes == null
                ? List.of(first)
                : indexes.stream()
                        .map(index -> new Position(first.frame(), index))
                        .toList();
    }

    public byte[] toJson() throws IOException {
        return ContractJson.EVENTS.writeValueAsBytes(this);
    }

    /**
     * At most {@link #MAX_BYTES}: the request, then the answer and the detail give way. An event within the hub's limits
     * always fits.
     */
    public byte[] toStoredJson() throws IOException {
        byte[] whole = toJson();
        if (whole.length <= MAX_BYTES) {
            return whole;
        }
        byte[] withoutRequest = cut(false).toJson();
        return withoutRequest.length <= MAX_BYTES ? withoutRequest : cut(true).toJson();
    }

    private DeadLetter cut(boolean answerToo) {
        return new DeadLetter(
                version,
                destination,
                partition,
                position,
                indexes,
                source,
                reason,
                answerToo && detail.length() > DETAIL_CHARS ? detail.substring(0, DETAIL_CHARS) : detail,
                attempts,
                firstFailedAt,
                at,
                mappings,
                request == null ? null : request.cut(),
                status,
                answerToo && answer != null ? CUT : answer,
                event);
    }

    /** @throws IOException if it is none */
    public static DeadLetter parse(byte[] json) throws IOException {
        return ContractJson.EVENTS.readValue(json, DeadLetter.class);
    }
}
