package dev.catchment.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValueOptions;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What NATS does not allow a user: it never answers, and says so beside the answer. */
final class Refused {
    static final JetStreamOptions IMPATIENT =
            JetStreamOptions.builder().requestTimeout(Duration.ofMillis(500)).build();
    static final KeyValueOptions IMPATIENT_BUCKET =
            KeyValueOptions.builder().jetStreamOptions(IMPATIENT).build();

    private Refused() {}

    /** @param action that asks NATS with {@link #IMPATIENT} */
    static void refused(Connection connection, ThrowingCallable action) {
        connection.clearLastError();
        assertThatThrownBy(action).isInstanceOf(IOException.class);
        denied(connection, "Publish to ");
    }

    static void denied(Connection connection, String what) {
        await().atMost(ClusterHub.PATIENCE).untilAsserted(() -> assertThat(connection.getLastError())
                .containsIgnoringCase("permissions violation for " + what));
    }
}
