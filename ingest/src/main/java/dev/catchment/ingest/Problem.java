package dev.catchment.ingest;

/**
 * What is wrong with one event.
 *
 * @param field where in the event; empty for the event itself
 * @param text what is wrong and what to do, for people
 */
record Problem(Reason reason, String field, String text) {
    /** @param event such as {@code batch[3]}; empty for the only event of a request */
    String message(String event) {
        String where = event.isEmpty() || field.isEmpty() ? event + field : event + "." + field;
        return where.isEmpty() ? text : where + ": " + text;
    }
}
