package dev.catchment.delivery.target;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.Origin;
import dev.catchment.delivery.log.LogFrame;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes dead letters. Nothing is resolved before its record is acknowledged. */
public final class DeadLetters {
    private final Connection connection;
    private final Subjects names;

    public DeadLetters(Connection connection, Subjects names) {
        this.connection = connection;
        this.names = names;
    }

    /**
     * Stores the record once, however often it is written.
     *
     * @param place where the event was: it may come here once more from elsewhere, when it was re-driven
     */
    void write(DeadLetter letter, Origin place) throws IOException, JetStreamApiException {
        publish(letter, letter.destination() + "/" + letter.partition() + "/" + place);
    }

    /** Stores one record for each source that has some of these events of the frame, each once. */
    void writeExpired(String destination, Surroundings around, LogFrame frame, BitSet events)
            throws IOException, JetStreamApiException {
        SortedMap<String, List<Integer>> bySource = new TreeMap<>();
        events.stream().forEach(i -> bySource.computeIfAbsent(frame.frame().source(i), source -> new ArrayList<>())
                .add(i));
        for (Map.Entry<String, List<Integer>> group : bySource.entrySet()) {
            DeadLetter letter = DeadLetterRecord.expired(
                    destination,
                    around.partition(),
                    frame,
                    group.getKey(),
                    group.getValue(),
                    around.clock().instant());
            publish(
                    letter,
                    destination + "/" + around.partition() + "/expired:" + frame.sequence() + "/" + group.getKey());
        }
    }

    private void publish(DeadLetter letter, String id) throws IOException, JetStreamApiException {
        connection
                .jetStream()
                .publish(
                        names.deadLetterSubject(letter.destination()),
                        letter.toStoredJson(),
                        PublishOptions.builder().messageId(id).build());
    }
}
