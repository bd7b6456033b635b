package dev.catchment.pipeline;

/** Why an event did not go to a destination, or not yet. The names are what is counted, shown and stored. */
public enum Reason {
    /** The destination is switched off. */
    DISABLED,
    /** The destination takes nothing from the event's source. */
    SOURCE_NOT_SELECTED,
    /** A drop filter matched it, or it fell outside a sample. */
    FILTERED_BY_RULES,
    /** The sender switched the destination off in the {@code integrations} object. */
    FILTERED_BY_INTEGRATIONS_OBJECT,
    /** The destination is in device mode, and the browser or app says that it has sent the event itself. */
    MESSAGE_SENT_CLIENT_SIDE,
    /** No preset and no mapping of the destination is for such an event. */
    NO_MATCHING_MAPPING,
    /** A field is missing or is not what the action needs, or an expression failed. */
    FILTERED_AT_MAPPING,
    /** A filter, mapping or template fails on the event in a way that it must not: a defect, or too deep a recursion. */
    EVALUATION_FAILED,
    /** A condition has no answer for the event; it is kept back, because a filter never fails open. */
    FILTER_ERROR,
    /** The settings give no request that can be sent, such as a URL without a host. */
    INVALID_SETTINGS
}
