package dev.catchment.operator.hub;

/** The kinds that a plan is made of. */
public enum ResourceKind {
    WORKSPACE,
    SOURCE,
    DESTINATION,
    FILTER,
    DESTINATION_TYPE
}
