package dev.catchment.operator.hub;

/** A resource of a hub; its namespace is the hub's, or none for a DestinationType. */
public record ResourceKey(ResourceKind kind, String name) {}
