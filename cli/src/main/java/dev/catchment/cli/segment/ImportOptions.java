package dev.catchment.cli.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the file does not say.
 *
 * @param name of the Destination and its Secret; null: the type's name
 * @param sources names of Sources; none: all of them
 */
public record ImportOptions(
        @Nullable String name, String workspace, @Nullable String namespace, List<String> sources) {}
