package dev.catchment.broker;

import java.io.IOException;

/** NATS does not take the credentials, or they are none; the message names the servers. */
public final class CredentialsRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    CredentialsRefusedException(String message) {
        super(message);
    }
}
