package dev.catchment.operator.hub;

import dev.catchment.operator.status.ConditionType;

/**
 * What the compiler has to say about a resource.
 *
 * @param about {@link ConditionType#ACCEPTED}, {@link ConditionType#RESOLVED_REFS}, {@link ConditionType#TESTS_PASSED}
 *     or {@link ConditionType#PROGRAMMED}
 * @param fatal whether that condition is False; otherwise it is a warning, and only its reason and message are shown
 */
public record Finding(ConditionType about, boolean fatal, String reason, String message) {}
