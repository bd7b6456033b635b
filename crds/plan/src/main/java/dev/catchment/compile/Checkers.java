package dev.catchment.compile;

import dev.catchment.condition.Condition;
import dev.catchment.condition.ExpressionException;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Expression;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.TypeProgram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks by compiling, with what the delivery plane runs. Safe for many threads. What was found of a type or a
 * destination is remembered by its revision, because a plan of thousands is compiled again for each change of one.
 */
public final class Checkers implements ExpressionChecker, TypeChecker {

    private static final int MAX_REMEMBERED = 50_000;

    private final Map<String, TypeProgram> types = new ConcurrentHashMap<>();
    private final Map<String, List<Problem>> destinations = new ConcurrentHashMap<>();

    /** A compiler whose checks are the planes' own. */
    public static PlanCompiler compiler() {
        Checkers checkers = new Checkers();
        return new PlanCompiler(checkers, checkers);
    }

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
    public List<Problem> checkType(TypeDocument type) {
        try {
            program(type);
            return List.of();
        } catch (MappingException e) {
            return List.of(problem("type " + type.name(), e, List.of()));
        }
    }

    @Override
    public List<Problem> checkDestination(
            TypeDocument type, DestinationDocument destination, Map<String, Secret> secrets) {
        // the revision covers the secrets too: they lie sealed in the document, equal ones as equal bytes
        String key = type.revision() + " " + destination.revision();
        List<Problem> known = destinations.get(key);
        if (known == null) {
            known = compile(type, destination, secrets);
            if (destinations.size() >= MAX_REMEMBERED) {
                destinations.clear();
            }
            destinations.put(key, known);
        }
        return known;
    }

    private List<Problem> compile(TypeDocument type, DestinationDocument destination, Map<String, Secret> secrets) {
        try {
            DestinationProgram.compile(program(type), destination, secrets);
            return List.of();
        } catch (MappingException e) {
            List<String> mappings = destination.mappings().stream()
                    .map(DestinationDocument.Mapping::name)
                    .toList();
            return List.of(problem("destination " + destination.name(), e, mappings));
        }
    }

    private TypeProgram program(TypeDocument type) throws MappingException {
        String revision = type.revision();
        TypeProgram program = types.get(revision);
        if (program == null) {
            program = TypeProgram.compile(type);
            if (types.size() >= MAX_REMEMBERED) {
                types.clear();
            }
            types.put(revision, program);
        }
        return program;
    }

    /** A message is "where: problem"; where is a path, or "mapping" and its name, after the resource's own name. */
    private static Problem problem(String resource, MappingException e, List<String> mappings) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith(resource + ": ")) {
            message = message.substring(resource.length() + 2);
        }
        int colon = message.indexOf(": ");
        String where = colon < 0 ? "" : message.substring(0, colon);
        for (int i = 0; i < mappings.size(); i++) {
            String mapping = "mapping " + mappings.get(i);
            if (where.equals(mapping) || where.startsWith(mapping + ".")) {
                return new Problem(
                        "mappings[" + i + "]" + where.substring(mapping.length()), message.substring(colon + 2));
            }
        }
        return where.matches("[A-Za-z][-\\w]*([.\\[].+)?")
                ? new Problem(where, message.substring(colon + 2))
                : new Problem("", message);
    }
}
