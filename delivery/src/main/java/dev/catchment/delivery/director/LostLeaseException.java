package dev.catchment.delivery.director;

/** Another director owns the partition: this one must not write any more. */
final class LostLeaseException extends Exception {
    private static final long serialVersionUID = 1L;

    LostLeaseException(String message) {
        super(message);
    }
}
