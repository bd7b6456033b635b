package dev.catchment.delivery.http;

/**
 * An answer as it was read.
 *
 * @param reusable whether the connection may carry another request
 */
record HttpAnswer(Answer.Response response, boolean reusable) {}
