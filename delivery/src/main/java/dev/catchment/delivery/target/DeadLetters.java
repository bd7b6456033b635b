package dev.catchment.delivery.target;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
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
     * @param part distinguishes several requests of one event
     */
    void write(DeadLetter letter, String part) throws IOException, JetStreamApiException {
        String id = letter.destination() + "/" + letter.partition() + "/" + letter.position() + "/" + part;
        connection
                .jetStream()
                .publish(
                        names.deadLetterSubject(letter.destination()),
                        ContractJson.EVENTS.writeValueAsBytes(letter),
                        PublishOptions.builder().messageId(id).build());
    }
}
