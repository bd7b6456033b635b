package dev.catchment.operator.hub;

import dev.catchment.operator.status.Reason;

/** Why something in NATS is not as it should be; the message is for people, and says what to do. */
public record Fault(Reason reason, String message) {}
