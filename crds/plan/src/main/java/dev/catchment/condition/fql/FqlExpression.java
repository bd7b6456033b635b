package dev.catchment.condition.fql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.condition.ExpressionException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A compiled FQL expression. Immutable and safe for many threads. */
public final class FqlExpression {
    /** In UTF-8. */
    public static final int MAX_BYTES = 5 * 1024;

    private final Node node;
    private final boolean quick;

    private FqlExpression(Node node) {
        this.node = node;
        this.quick = Quickness.of(node);
    }

    /** @throws ExpressionException if it is too long, does not parse, or gives what is neither true nor false */
    public static FqlExpression compile(String source) throws ExpressionException {
        int bytes = source.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new ExpressionException(
                    1,
                    1,
                    "the expression has " + bytes + " bytes, and FQL may have " + MAX_BYTES
                            + ": write several filters, or CEL");
        }
        return new FqlExpression(Parser.parse(source));
    }

    /** Whether an evaluation always takes microseconds, so that nobody minds waiting for it. */
    public boolean quick() {
        return quick;
    }

    /**
     * @return true only for true: what is null, or no truth value, counts as false
     * @throws ConditionException if there is no answer for this event
     */
    public boolean test(ObjectNode event) throws ConditionException {
        return new Evaluation(event).holds(node);
    }

    /**
     * The form in which Segment's SDKs for browsers evaluate it, such as {@code ["=", "type", {"value": "track"}]}.
     *
     * @return empty if it uses a function that they do not know, or a dot within a name
     */
    public Optional<JsonNode> deviceForm() {
        return Optional.ofNullable(DeviceForm.of(node));
    }

    /** The same expression, written in the plainest way. */
    @Override
    public String toString() {
        return Printer.print(node);
    }
}
