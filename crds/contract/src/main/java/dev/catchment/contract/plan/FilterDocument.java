package dev.catchment.contract.plan;

import dev.catchment.contract.Plane;

/**
 * A filter in force.
 *
 * @param when whether the action applies to an event; ignored by {@link FilterAction.Hold}
 */
public record FilterDocument(
        String name, Selection sources, Selection destinations, Expression when, FilterAction action)
        implements PlanDocument {
    public static final String KIND = "filter";

    @Override
    public Plane plane() {
        return Plane.DELIVERY;
    }

    @Override
    public String key() {
        return KIND + "." + name;
    }
}
