package dev.catchment.mapping;

/**
 * An event of a batch that was not taken although the request as a whole was.
 *
 * @param index in the batch, from 0
 * @param retry whether it may be taken later; if not, no repetition changes it
 * @param reason as the tool words it, for people
 */
public record Rejected(int index, boolean retry, String reason) {}
