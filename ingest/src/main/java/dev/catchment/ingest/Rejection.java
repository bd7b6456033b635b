package dev.catchment.ingest;

/**
 * One event of a batch that is not taken.
 *
 * @param index in the batch
 * @param message what and where, such as {@code batch[3].userId: must be a string}
 */
record Rejection(int index, Reason reason, String message) {}
