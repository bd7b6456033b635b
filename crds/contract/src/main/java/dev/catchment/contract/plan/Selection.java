package dev.catchment.contract.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.List;

/**
 * Which sources or destinations a document covers: all, or those named (sorted). Selectors are resolved to names when
 * the plan is compiled; only the empty selector stays "all".
 */
public record Selection(boolean all, List<String> names) {
    public Selection {
        names = all ? List.of() : names.stream().distinct().sorted().toList();
    }

    @JsonIgnore
    public static Selection everything() {
        return new Selection(true, List.of());
    }

    public static Selection of(List<String> names) {
        return new Selection(false, names);
    }

    public boolean covers(String name) {
        return all || Collections.binarySearch(names, name) >= 0;
    }
}
