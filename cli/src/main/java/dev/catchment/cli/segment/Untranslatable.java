package dev.catchment.cli.segment;

/** A directive or trigger has no equal here. */
final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient NotCarried reason;

    Untranslatable(String where, String what, String todo) {
        super(what);
        this.reason = new NotCarried(where, what, todo);
    }

    NotCarried reason() {
        return reason;
    }
}
