package dev.catchment.filter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.pipeline.Event;
import org.jspecify.annotations.Nullable;

/**
 * A share of the events, decided by a hash: the same event always falls on the same side, also after a restart, and a
 * greater share contains a smaller one.
 *
 * @param share 0 to 1
 * @param path whose value's hash decides; null, or no value there: the messageId's
 */
record Sample(double share, @Nullable FieldPath path) {
    private static final double RANGE = 0x1p53;

    static Sample of(FilterAction.Sample action) throws ExpressionException {
        FieldPath path = action.path() == null ? null : FieldPath.parse(action.path());
        return new Sample(action.percent() / 100, path);
    }

    boolean takes(Event event) {
        return share >= 1 || (share > 0 && point(event) < share);
    }

    /** A point in [0, 1), evenly spread. */
    private double point(Event event) {
        JsonNode value = path == null ? null : path.find(event.json());
        Hash128 hash = value == null || value.isNull()
                ? new Hash128.Hasher("sample").hash(event.messageId())
                : new Hash128.Hasher("sample by value").hash(value.toString());
        return (hash.high() >>> 11) / RANGE;
    }
}
