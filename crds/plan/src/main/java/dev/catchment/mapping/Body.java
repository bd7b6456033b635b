package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.pipeline.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The body of a request. */
sealed interface Body {
    byte[] NONE = new byte[0];

    /** Value of Content-Type; null: no body. */
    @Nullable String contentType();

    byte[] render(Scope scope) throws ConditionException;

    /** Templates that it is made of. */
    List<Template> templates();

    static Body read(SpecReader spec, Names names) throws MappingException {
        if (spec.isAbsent()) {
            return new None();
        }
        spec.only("json", "form", "text", "ndjson", "graphql", "csv");
        if (spec.node().size() != 1) {
            throw spec.problem("must have exactly one of json, form, text, ndjson, graphql and csv");
        }
        String kind = spec.node().fieldNames().next();
        SpecReader at = spec.at(kind);
        return switch (kind) {
            case "json" -> new Json(spec.template(kind, names));
            case "form" -> new Form(members(at, names));
            case "text" -> {
                spec.requiredText(kind);
                yield new Text(spec.template(kind, names));
            }
            case "ndjson" -> new Ndjson(spec.template(kind, names));
            case "graphql" -> graphql(at, names);
            default -> Csv.read(at, names);
        };
    }

    private static Template members(SpecReader spec, Names names) throws MappingException {
        if (!spec.node().isObject()) {
            throw spec.problem("must be an object");
        }
        return Templates.compile(spec.where(), spec.node(), names);
    }

    /** The document is no template: whatever varies is a variable. */
    private static Body graphql(SpecReader spec, Names names) throws MappingException {
        spec.only("query", "operationName", "variables");
        Map<String, Template> request = new LinkedHashMap<>();
        request.put("query", new Template.Constant(TextNode.valueOf(spec.requiredText("query"))));
        String operation = spec.text("operationName");
        if (operation != null) {
            request.put("operationName", new Template.Constant(TextNode.valueOf(operation)));
        }
        request.put("variables", spec.template("variables", names));
        return new Json(new Template.Members(request));
    }

    /** The bodies as one JSON array. */
    static byte[] array(List<byte[]> bodies) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        for (int i = 0; i < bodies.size(); i++) {
            array.write(i == 0 ? '[' : ',');
            array.writeBytes(bodies.get(i));
        }
        array.write(']');
        return array.toByteArray();
    }

    /** No body. */
    record None() implements Body {
        @Override
        public @Nullable String contentType() {
            return null;
        }

        @Override
        public List<Template> templates() {
            return List.of();
        }

        @Override
        public byte[] render(Scope scope) {
            return NONE;
        }
    }

    /** A missing value is sent as null: a body of nothing is no JSON. */
    record Json(Template template) implements Body {
        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public List<Template> templates() {
            return List.of(template);
        }

        JsonNode value(Scope scope) throws ConditionException {
            JsonNode value = template.render(scope);
            return value == null ? NullNode.getInstance() : value;
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            JsonNode value = value(scope);
            Event event = scope.event();
            return event != null && isWhole(event, value) ? event.utf8() : JsonText.utf8(value);
        }
    }

    /** Whether the value is the event itself, which is sent to many as the same bytes. */
    @SuppressWarnings("ReferenceEquality") // an equal tree would be written again: no harm
    private static boolean isWhole(Event event, JsonNode value) {
        return event.json() == value;
    }

    /** Pairs of an HTML form. Lists repeat their name; null and missing values are left out. */
    record Form(Template template) implements Body {
        @Override
        public String contentType() {
            return "application/x-www-form-urlencoded";
        }

        @Override
        public List<Template> templates() {
            return List.of(template);
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            StringBuilder form = new StringBuilder();
            if (template.render(scope) instanceof ObjectNode pairs) {
                for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
                    Iterable<JsonNode> values = pair.getValue().isArray() ? pair.getValue() : Set.of(pair.getValue());
                    values.forEach(value -> append(form, pair.getKey(), value));
                }
            }
            return form.toString().getBytes(StandardCharsets.UTF_8);
        }

        private static void append(StringBuilder form, String name, JsonNode value) {
            if (!value.isNull()) {
                form.append(form.isEmpty() ? "" : "&")
                        .append(UrlText.encode(name))
                        .append('=')
                        .append(UrlText.encode(JsonText.plain(value)));
            }
        }
    }

    /** Sent as it is. */
    record Text(Template template) implements Body {
        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        @Override
        public List<Template> templates() {
            return List.of(template);
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            JsonNode value = template.render(scope);
            return value == null ? NONE : JsonText.plain(value).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A line of JSON for each element of a list, or for one value. */
    record Ndjson(Template template) implements Body {
        @Override
        public String contentType() {
            return "application/x-ndjson";
        }

        @Override
        public List<Template> templates() {
            return List.of(template);
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            JsonNode value = template.render(scope);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            if (value != null) {
                for (JsonNode line : value.isArray() ? value : List.of(value)) {
                    lines.writeBytes(JsonText.utf8(line));
                    lines.write('\n');
                }
            }
            return lines.toByteArray();
        }
    }

    /**
     * A table (RFC 4180, lines end with LF): a header, and a row for each event.
     *
     * @param row an object of the cells by their columns
     * @param columns in their order; empty: those of all rows, in the order in which they first appear
     */
    record Csv(Template row, List<String> columns, String delimiter) implements Body {
        static Csv read(SpecReader spec, Names names) throws MappingException {
            spec.only("columns", "delimiter");
            String delimiter = spec.text("delimiter");
            if (delimiter != null && (delimiter.length() != 1 || "\"\r\n".contains(delimiter))) {
                throw spec.at("delimiter").problem("must be one character, no quote and no line end");
            }
            SpecReader columns = spec.at("columns");
            if (!columns.node().isTextual() && columns.node().isEmpty()) {
                throw columns.problem("is missing: an object of columns, or one ${...} that gives such an object");
            }
            List<String> known = new ArrayList<>();
            columns.node().fieldNames().forEachRemaining(known::add);
            return new Csv(spec.template("columns", names), List.copyOf(known), delimiter == null ? "," : delimiter);
        }

        @Override
        public String contentType() {
            return "text/csv; charset=utf-8";
        }

        @Override
        public List<Template> templates() {
            return List.of(row);
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            return table(List.of(scope));
        }

        byte[] table(List<Scope> scopes) throws ConditionException {
            List<ObjectNode> rows = new ArrayList<>(scopes.size());
            Set<String> header = new LinkedHashSet<>(columns);
            for (Scope scope : scopes) {
                if (!(row.render(scope) instanceof ObjectNode cells)) {
                    throw ConditionException.of("csv.columns does not give an object");
                }
                rows.add(cells);
                if (columns.isEmpty()) {
                    cells.fieldNames().forEachRemaining(header::add);
                }
            }
            StringBuilder table = new StringBuilder();
            append(table, header);
            for (ObjectNode cells : rows) {
                append(
                        table,
                        header.stream().map(column -> cell(cells.get(column))).toList());
            }
            return table.toString().getBytes(StandardCharsets.UTF_8);
        }

        private static String cell(@Nullable JsonNode value) {
            return value == null || value.isNull() ? "" : JsonText.plain(value);
        }

        private void append(StringBuilder table, Collection<String> cells) {
            table.append(cells.stream().map(this::quoted).collect(Collectors.joining(delimiter)))
                    .append('\n');
        }

        private String quoted(String cell) {
            boolean plain = cell.chars().noneMatch(c -> c == '"' || c == '\r' || c == '\n' || c == delimiter.charAt(0));
            return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
        }
    }
}
