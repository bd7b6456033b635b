package dev.catchment.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the streams of a hub, those behind its buckets among them, were found and left.
 *
 * @param created those that were not there
 * @param changed those whose configuration was another one
 * @param contents what those hold that were there, by name
 */
public record Provisioning(
        List<String> created, List<String> changed, List<StreamRefusal> refused, Map<String, StreamContents> contents) {
    public Provisioning {
        created = List.copyOf(created);
        changed = List.copyOf(changed);
        refused = List.copyOf(refused);
        contents = Map.copyOf(contents);
    }

    /** What this and another look found together, whose contents count where both have some. */
    public Provisioning and(Provisioning other) {
        Map<String, StreamContents> all = new HashMap<>(contents);
        all.putAll(other.contents());
        return new Provisioning(
                Stream.concat(created.stream(), other.created().stream()).toList(),
                Stream.concat(changed.stream(), other.changed().stream()).toList(),
                Stream.concat(refused.stream(), other.refused().stream())
                        .distinct()
                        .toList(),
                all);
    }

    /** Whether this stream could neither be found nor made. */
    public boolean lacks(String stream) {
        return refused.stream().anyMatch(r -> r.missing() && r.stream().equals(stream));
    }
}
