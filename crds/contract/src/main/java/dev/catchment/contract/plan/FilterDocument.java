package dev.catchment.contract.plan;

import dev.catchment.contract.Plane;
import java.util.Objects;

/**
 * A filter in force.
 *
 * @param when whether the action applies to an event; ignored by {@link FilterAction.Hold}
 */
public record FilterDocument(
        String name, Selection sources, Selection destinations, Expression when, FilterAction action)
        implements PlanDocument {
    public static final String KIND = "filter";

    public FilterDocument {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sources, "sources");
        Objects.requireNonNull(destinations, "destinations");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(action, "action");
    }

    @Override
    public Plane plane() {
        return Plane.DELIVERY;
    }

    @Override
    public String key() {
        return KIND + "." + name;
    }
}
