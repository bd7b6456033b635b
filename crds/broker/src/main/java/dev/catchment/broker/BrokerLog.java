package dev.catchment.broker;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens to a connection, and remembers why it cannot be made. */
final class BrokerLog implements ConnectionListener, ErrorListener {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLog.class);

    private final String name;
    private volatile boolean refused;
    private volatile String trouble = "no server answers";
    /** Each attempt to reconnect ends with the same news, which are told once. */
    private volatile boolean away;

    BrokerLog(String name) {
        this.name = name;
    }

    /** Whether the credentials were refused at the last attempt. */
    boolean refused() {
        return refused;
    }

    /** Why the last attempt failed, as far as is known. */
    String trouble() {
        return trouble;
    }

    @Override
    @SuppressWarnings("deprecation") // its successor has a default that calls this one, and this one is abstract
    public void connectionEvent(Connection connection, Events type) {
        switch (type) {
            case CONNECTED -> {
                refused = false;
                LOG.atDebug().addKeyValue("connection", name).log("NATS connection {}", type);
            }
            case DISCONNECTED -> {
                if (!away) {
                    LOG.atInfo().addKeyValue("connection", name).log("NATS connection lost");
                }
                away = true;
            }
            case RECONNECTED -> {
                LOG.atInfo().addKeyValue("connection", name).log("NATS connection is back");
                refused = false;
                away = false;
            }
            case CLOSED, LAME_DUCK ->
                LOG.atInfo().addKeyValue("connection", name).log("NATS connection {}", type);
            default -> LOG.atDebug().addKeyValue("connection", name).log("NATS connection {}", type);
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        String lower = error.toLowerCase(Locale.ROOT);
        refused = lower.contains("authorization") || lower.contains("authentication");
        trouble = "the server says: " + error;
        LOG.atWarn().addKeyValue("connection", name).log("NATS server says: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (!refused && !(cause instanceof CancellationException) && !(cause instanceof TimeoutException)) {
            trouble = String.valueOf(cause.getMessage());
        }
        LOG.atDebug().addKeyValue("connection", name).log("NATS connection: {}", cause.toString());
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        LOG.atWarn().addKeyValue("connection", name).log("NATS: slow consumer");
    }

    @Override
    public void heartbeatAlarm(
            Connection connection, JetStreamSubscription subscription, long streamSequence, long consumerSequence) {
        LOG.atDebug()
                .addKeyValue("connection", name)
                .log("NATS: no heartbeat after stream sequence {}", streamSequence);
    }
}
