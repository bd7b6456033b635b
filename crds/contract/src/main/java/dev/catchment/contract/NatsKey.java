package dev.catchment.contract;

/**
 * What a Secret with NATS credentials may hold: a login ({@link #CREDENTIALS}, or {@link #USER} with {@link #PASSWORD},
 * or {@link #TOKEN}), and what TLS needs. In a pod each is a file of this name.
 */
public enum NatsKey {
    /** A NATS credentials file, with the user's JWT and seed. */
    CREDENTIALS("creds"),
    USER("username"),
    PASSWORD("password"),
    TOKEN("token"),
    /** PEM: the certificates of those who may have signed the servers'. */
    CA("ca.crt"),
    /** PEM: the certificate that the client shows, and its chain. */
    CERTIFICATE("tls.crt"),
    /** PEM: the key of {@link #CERTIFICATE}. */
    PRIVATE_KEY("tls.key");

    private final String key;

    NatsKey(String key) {
        this.key = key;
    }

    /** As it is called in the Secret. */
    public String key() {
        return key;
    }
}
