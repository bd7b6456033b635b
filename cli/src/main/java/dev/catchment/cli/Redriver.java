package dev.catchment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.broker.archive.ArchiveReader;
import dev.catchment.cli.HubOptions.OpenHub;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.contract.undelivered.RetryRecord;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns dead letters into records that the directors take up. A record's subject names the letter and the broker takes
 * but one of it at a time; the letter is removed when its records are stored.
 */
final class Redriver {
    private static final int WRONG_LAST_SEQUENCE = 10071;
    private static final int DELETE_FAILED = 10057;
    private static final int SEQUENCE_NOT_FOUND = 10043;

    private final Connection connection;
    private final Subjects names;
    private final boolean dryRun;
    private final ArchivedEvents archive;
    private final RetryRoom room;
    private final Map<String, Optional<String>> obstacles = new HashMap<>();

    /** What became of a letter. */
    sealed interface Result {
        /**
         * @param events that are re-driven now
         * @param underWay those that were already
         */
        record Sent(int events, int underWay) implements Result {}

        /** @param why for people */
        record Kept(String why) implements Result {}
    }

    Redriver(OpenHub hub, boolean dryRun) throws IOException {
        this.connection = hub.connection();
        this.names = hub.names();
        this.dryRun = dryRun;
        this.room = new RetryRoom(connection.jetStreamManagement(), names.retryStream());
        this.archive = new ArchivedEvents(new ArchiveReader(hub.connection(), hub.names()));
    }

    Result redrive(StoredLetter stored) throws IOException, JetStreamApiException, InterruptedException {
        if (stored.destination().equals(StoredLetter.QUARANTINE)) {
            return new Result.Kept("these are damaged frames of the event log, not events");
        }
        Optional<DeadLetter> letter = read(stored);
        if (letter.isEmpty()) {
            return new Result.Kept("these were written by a newer version: use its catchment command");
        }
        Optional<String> obstacle = obstacle(stored.destination());
        if (obstacle.isPresent()) {
            return new Result.Kept(obstacle.get());
        }
        return letter.get().indexes() == null
                ? single(stored.sequence(), letter.get())
                : several(stored.sequence(), letter.get());
    }

    private static Optional<DeadLetter> read(StoredLetter stored) {
        try {
            DeadLetter letter = ContractJson.EVENTS.treeToValue(stored.json(), DeadLetter.class);
            return letter.version() > DeadLetter.VERSION ? Optional.empty() : Optional.of(letter);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Why nothing can be re-driven to a destination; as the plan was at the first look. */
    private Optional<String> obstacle(String destination) throws IOException, JetStreamApiException {
        Optional<String> known = obstacles.get(destination);
        if (known == null) {
            KeyValueEntry entry =
                    connection.keyValue(names.planBucket(Plane.DELIVERY)).get(DestinationDocument.key(destination));
            known = entry == null
                    ? Optional.of("there is no Destination of that name any more: create it again first")
                    : ContractJson.DOCUMENTS
                                    .readTree(entry.getValue())
                                    .path("enabled")
                                    .asBoolean(true)
                            ? Optional.empty()
                            : Optional.of("the Destination is disabled and would only count them: enable it first");
            obstacles.put(destination, known);
        }
        return known;
    }

    private Result single(long sequence, DeadLetter letter)
            throws IOException, JetStreamApiException, InterruptedException {
        if (!(letter.event() instanceof ObjectNode event)) {
            return new Result.Kept("their events are no JSON objects");
        }
        return send(sequence, letter, List.of(new ArchivedEvents.Archived(letter.position(), letter.source(), event)));
    }

    private Result several(long sequence, DeadLetter letter)
            throws IOException, JetStreamApiException, InterruptedException {
        List<Position> positions = letter.positions();
        List<ArchivedEvents.Archived> events = archive.find(letter.partition(), positions);
        return events.size() < positions.size()
                ? new Result.Kept("the archive does not hold all of their events any more")
                : send(sequence, letter, events);
    }

    private Result send(long sequence, DeadLetter letter, List<ArchivedEvents.Archived> events)
            throws IOException, JetStreamApiException, InterruptedException {
        if (dryRun) {
            return new Result.Sent(events.size(), 0);
        }
        int underWay = 0;
        for (int i = 0; i < events.size(); i++) {
            underWay += publish(sequence, i, letter, events.get(i)) ? 0 : 1;
        }
        remove(sequence);
        return new Result.Sent(events.size() - underWay, underWay);
    }

    /** False if it is under way already. */
    private boolean publish(long sequence, int number, DeadLetter letter, ArchivedEvents.Archived event)
            throws IOException, JetStreamApiException, InterruptedException {
        byte[] record = record(letter, event).toJson();
        room.await(record.length);
        Headers headers = new Headers()
                .add(RetryRecord.DESTINATION, letter.destination())
                .add(RetryRecord.ORIGIN, new Origin.Letter(sequence).toString())
                .add(RetryRecord.EPOCH, "0");
        if (letter.indexes() == null) {
            headers.add(RetryRecord.WHOLE_LETTER, "true");
        }
        try {
            connection
                    .jetStream()
                    .publish(
                            names.redriveSubject(letter.partition(), sequence, number),
                            headers,
                            record,
                            PublishOptions.builder()
                                    .expectedLastSubjectSequence(0)
                                    .build());
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_LAST_SEQUENCE) {
                throw e;
            }
            return false;
        }
    }

    private static RetryRecord record(DeadLetter letter, ArchivedEvents.Archived event) {
        JsonNode receivedAt = event.event().path("receivedAt");
        return new RetryRecord(
                RetryRecord.VERSION,
                letter.destination(),
                letter.partition(),
                0,
                event.position(),
                event.source(),
                receivedAt.isTextual() ? receivedAt.textValue() : letter.at(),
                0,
                0,
                null,
                0,
                letter.mappings(),
                null,
                letter.reason(),
                event.event());
    }

    /** The director that took the record up may have been faster. */
    private void remove(long sequence) throws IOException, JetStreamApiException {
        try {
            connection.jetStreamManagement().deleteMessage(names.deadLetterStream(), sequence, false);
        } catch (JetStreamApiException e) {
            boolean gone = e.getApiErrorCode() == SEQUENCE_NOT_FOUND
                    || (e.getApiErrorCode() == DELETE_FAILED
                            && e.getErrorDescription().contains("no message found"));
            if (!gone) {
                throw e;
            }
        }
    }
}
