package dev.catchment.delivery.target;

import dev.catchment.contract.Subjects;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.Origin;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import java.io.IOException;

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
        String id = letter.destination() + "/" + letter.partition() + "/" + place;
        connection
                .jetStream()
                .publish(
                        names.deadLetterSubject(letter.destination()),
                        letter.toJson(),
                        PublishOptions.builder().messageId(id).build());
    }
}
