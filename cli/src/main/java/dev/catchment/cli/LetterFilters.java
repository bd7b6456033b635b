package dev.catchment.cli;

import dev.catchment.cli.HubOptions.OpenHub;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant; those that match every option. */
final class LetterFilters {
    @Option(
            names = "--destination",
            paramLabel = "NAME",
            description = "only those of this Destination; may be repeated")
    private List<String> destinations = List.of();

    @Option(names = "--source", paramLabel = "NAME", description = "only what came from this Source")
    private @Nullable String source;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "only those with this reason, as ls shows it; may be repeated")
    private List<String> reasons = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "written at this time or later: 2026-01-31T12:00:00Z, or how long ago, such as 24h")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "written before this time, in the same forms")
    private @Nullable Instant until;

    @Option(
            names = "--message-id",
            paramLabel = "ID",
            description = "only the event with this messageId; letters whose events lie in the archive name none")
    private @Nullable String messageId;

    @Option(names = "--partition", paramLabel = "N", description = "only those of this partition of the event log")
    private @Nullable Integer partition;

    interface Reader {
        void read(StoredLetter letter) throws IOException, JetStreamApiException, InterruptedException;
    }

    /** Whether any letter matches. */
    boolean none() {
        return destinations.isEmpty()
                && reasons.isEmpty()
                && source == null
                && since == null
                && until == null
                && messageId == null
                && partition == null;
    }

    /** Reads those that match, the oldest first; others are not fetched where their subject or time says so. */
    void read(OpenHub hub, Reader reader) throws IOException, InterruptedException, JetStreamApiException {
        List<String> subjects = destinations.isEmpty()
                ? List.of(hub.names().deadLetterSubjects())
                : destinations.stream()
                        .distinct()
                        .map(hub.names()::deadLetterSubject)
                        .toList();
        StoredMessages.read(
                hub.connection(),
                hub.names().deadLetterStream(),
                subjects,
                new StoredMessages.Span(since, until),
                message -> {
                    StoredLetter letter = StoredLetter.of(message);
                    if (matches(letter)) {
                        reader.read(letter);
                    }
                });
    }

    private boolean matches(StoredLetter letter) {
        return (destinations.isEmpty() || destinations.contains(letter.destination()))
                && (reasons.isEmpty() || reasons.contains(letter.reason()))
                && letter.isOf(source, partition, messageId);
    }
}
