package dev.catchment.compile;

/**
 * What a checker found.
 *
 * @param path relative to what was checked; empty: all of it
 */
public record Problem(String path, String message) {}
