package dev.catchment.cli.segment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Objects as one. In JavaScript a member that is undefined takes the place of an earlier one all the same, so an
 * earlier object loses what a later one names, whether that has a value or not.
 */
final class Merging {
    private Merging() {}

    /** @param objects later ones win */
    static Source of(List<Source> objects) {
        List<Source> merged = new ArrayList<>();
        Set<String> named = new TreeSet<>();
        Set<String> mayMiss = new TreeSet<>();
        for (Source object : objects.reversed()) {
            switch (object) {
                case Source.Nothing nothing -> {}
                case Source.Members members -> {
                    Map<String, Source> left = new LinkedHashMap<>(members.members());
                    left.keySet().removeAll(named);
                    merged.addFirst(new Source.Members(left));
                    members.members().forEach((name, value) -> {
                        if (named.add(name) && value.mayMiss()) {
                            mayMiss.add(name);
                        }
                    });
                }
                default ->
                    merged.addFirst(mayMiss.isEmpty() ? object : new Source.Omitted(object, List.copyOf(mayMiss)));
            }
        }
        return new Source.Merged(merged);
    }
}
