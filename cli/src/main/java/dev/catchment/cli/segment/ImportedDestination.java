package dev.catchment.cli.segment;

import java.util.List;

/**
 * The result of an import.
 *
 * @param yaml a Destination and, if there are secrets, its Secret
 * @param notCarried what it does not do as Segment does
 * @param notes what is as in Segment, but may surprise
 */
public record ImportedDestination(String yaml, List<NotCarried> notCarried, List<String> notes) {}
