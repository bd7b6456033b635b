package dev.catchment.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.compile.ExpressionChecker;
import dev.catchment.compile.Problem;
import dev.catchment.compile.TypeChecker;
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

/** Checks expressions, types and mappings by compiling them, exactly as the delivery plane does. */
final class CompilerChecks implements TypeChecker, ExpressionChecker {

    @Override
    public Optional<String> check(Expression expression) {
        try {
            Condition.compile(expression);
            return Optional.empty();
        } catch (ExpressionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Problem> checkType(JsonNode spec) {
        try {
            TypeProgram.compile(new TypeDocument("type", spec.path("version").asText(), List.of(), spec));
            return List.of();
        } catch (MappingException e) {
            return List.of(new Problem("", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public List<Problem> checkDestination(
            TypeDocument type,
            JsonNode config,
            Map<String, Secret> secrets,
            List<DestinationDocument.Mapping> mappings,
            List<String> disabledPresets) {
        DestinationDocument document = new DestinationDocument(
                "checked",
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
                new DestinationDocument.Delivery(1, 1, 1, null, DestinationDocument.Ordering.NONE, 1, 1));
        try {
            DestinationProgram.compile(type, document, secrets);
            return List.of();
        } catch (MappingException e) {
            return List.of(new Problem("", String.valueOf(e.getMessage())));
        }
    }
}
