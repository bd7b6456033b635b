package dev.catchment.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.condition.Condition;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks those who run conditions and mappings whether they can: by compiling them as delivery does. */
final class LanguageChecks implements ExpressionChecker, TypeChecker {
    /** A mapping's problem begins with where it is: {@code actions.send.fields.url: must be …}. */
    private static final Pattern LOCATED = Pattern.compile("(?s)([\\w.\\-\\[\\]*]+): (.*)");

    private static final String ANY_NAME = "checked";
    private static final DestinationDocument.Delivery ANY_DELIVERY =
            new DestinationDocument.Delivery(1, 1, 1, null, DestinationDocument.Ordering.NONE, 1, 1);

    @Override
    public Optional<String> check(Expression expression) {
        try {
            Condition.compile(expression);
            return Optional.empty();
        } catch (ExpressionException e) {
            return Optional.of(text(e));
        }
    }

    @Override
    public List<Problem> checkType(JsonNode spec) {
        try {
            TypeProgram.compile(new TypeDocument(ANY_NAME, "1", List.of(), spec));
            return List.of();
        } catch (MappingException e) {
            return List.of(problem(text(e), "type " + ANY_NAME + ": "));
        }
    }

    @Override
    public List<Problem> checkDestination(
            TypeDocument type,
            JsonNode config,
            Map<String, Secret> secrets,
            List<DestinationDocument.Mapping> mappings,
            List<String> disabledPresets) {
        DestinationDocument destination = new DestinationDocument(
                ANY_NAME,
                "",
                type.name(),
                type.version(),
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                config,
                null,
                disabledPresets,
                mappings,
                ANY_DELIVERY);
        try {
            DestinationProgram.compile(type, destination, secrets);
            return List.of();
        } catch (MappingException e) {
            return List.of(problem(text(e), "destination " + ANY_NAME + ": "));
        }
    }

    private static Problem problem(String message, String prefix) {
        String rest = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        Matcher located = LOCATED.matcher(rest);
        return located.matches() ? new Problem(located.group(1), located.group(2)) : new Problem("", rest);
    }

    private static String text(Exception e) {
        @Nullable String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
